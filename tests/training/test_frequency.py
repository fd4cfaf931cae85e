"""The question on frequency: one for each competence, in both languages."""

from training.exchange.frequency_yaml import frequency_questions


def test_each_competence_has_a_question_of_its_own(framework):
    for language, begin in (("nl", "Hoe vaak "), ("en", "How often did ")):
        questions = frequency_questions(language)

        assert set(questions) == set(framework)
        assert len(set(questions.values())) == len(framework)
        assert all(text.startswith(begin) and text.endswith("?") for text in questions.values())

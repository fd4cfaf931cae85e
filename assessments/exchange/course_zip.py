"""The whole course in one ZIP: framework, toolkit, sources, questions and quizzes.

framework.json, sources.csv, quizzes.json, toolkit/ and questions/ are what the loading commands
read; manage.py load_course reads all of them.
"""

import json
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assessments.domain.question_bank import stored_questions
from assessments.domain.quizzes import stored_quizzes
from assessments.exchange.question_files import write_question_files
from assessments.exchange.quiz_files import write_quizzes
from training.domain.framework_data import changed_at, framework_data
from training.domain.source_editing import catalogue_to_export
from training.exchange.case_export import case_package
from training.exchange.source_csv import write_sources
from training.exchange.toolkit_files import toolkit_files
from training.models import Framework

FRAMEWORK, SOURCES, QUIZZES = "framework.json", "sources.csv", "quizzes.json"
TOOLKIT, QUESTIONS = "toolkit", "questions"
# Every entry has the same date, so that the same course is the same file.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def course_files() -> dict[str, str]:
    """Return {path: text} of the course.

    Raises:
        Framework.DoesNotExist: when there is no framework yet.
    """
    framework = Framework.objects.earliest("pk")
    package = case_package(framework_data(framework), changed_at(framework))
    questions = write_question_files(stored_questions())
    return {
        FRAMEWORK: json.dumps(package, ensure_ascii=False, indent=1) + "\n",
        SOURCES: write_sources(catalogue_to_export()),
        QUIZZES: write_quizzes(stored_quizzes()),
        **{f"{TOOLKIT}/{path}": text for path, text in toolkit_files().items()},
        **{f"{QUESTIONS}/{name}": text for name, text in questions.items()},
    }


def write_course(target: IO[bytes]) -> int:
    """Write the course as a ZIP and return how many files it holds.

    Raises:
        Framework.DoesNotExist: when there is no framework yet.
    """
    files = course_files()
    with ZipFile(target, "w") as course:
        for path, text in sorted(files.items()):
            course.writestr(ZipInfo(path, LONG_AGO), text, compress_type=ZIP_DEFLATED)
    return len(files)

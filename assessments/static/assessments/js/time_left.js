// Counts down what the server wrote, and says it politely at ten, five and one minute.
const shown = document.querySelector("[data-time-left]");
const said = document.querySelector("[data-time-said]");
const moments = [10, 5, 1];

if (shown && said) {
  const ends = Date.parse(shown.dataset.endsAt);
  const words = (minutes) =>
    minutes === 1 ? shown.dataset.minute : shown.dataset.minutes.replace("#", minutes);
  const left = () => Math.max(0, Math.ceil((ends - Date.now()) / 60000));
  let before = left();
  const tick = () => {
    const minutes = left();
    if (minutes === before) return;
    const text = minutes ? words(minutes) : shown.dataset.over;
    shown.querySelector("[data-time-shown]").textContent = text;
    if (!minutes || moments.some((moment) => before > moment && minutes <= moment)) {
      said.textContent = text;
    }
    before = minutes;
  };
  setInterval(tick, 5000);
}

// Questions have the numbers of TEACHING.md, a place for the votes of each choice, and a key press that tells what is right.
document.querySelectorAll('.question').forEach((question, i) => {
  question.querySelector('legend').prepend(`Vote ${parseInt(document.title)}.${i + 1}. `);
  question.querySelectorAll('[type=radio]').forEach(choice => { choice.tabIndex = -1; }); // Tab leads from number to number
  question.querySelectorAll('label').forEach(choice => choice.insertAdjacentHTML('beforeend',
    '<input type="number" min="0" class="votes" aria-label="votes"><span><i></i></span>'));
  if (!question.closest('section').querySelector('.fragment')) question.insertAdjacentHTML('beforeend', '<b class="fragment"></b>');
});
addEventListener('input', ({target}) => {
  if (!target.matches('.votes')) return;
  const all = [...target.closest('.question').querySelectorAll('.votes')], most = Math.max(1, ...all.map(each => each.value));
  all.forEach(each => { each.nextSibling.firstChild.style.width = `${100 * each.value / most}%`; });
});

// A clicker turns the slides, whatever has the focus, and the other two arrows move a slider. A finger on a slider turns none.
const TURNS = {PageDown: 'next', ArrowRight: 'next', PageUp: 'prev', ArrowLeft: 'prev'};
addEventListener('keydown', event => {
  const turn = TURNS[event.key];
  if (!turn || !event.target.matches('input, select') || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.blur(); // so that the next keys are those of reveal.js again
  Reveal[turn]();
}, true);
document.querySelectorAll('.explorer').forEach(explorer => { explorer.dataset.preventSwipe = ''; });

// On paper each slide is a sheet with all its steps, by the style here and not by that of reveal.js.
document.documentElement.classList.add('print-pdf');
let waiting = [];
addEventListener('beforeprint', () => {
  waiting = [...document.querySelectorAll('.fragment:not(.visible)')];
  waiting.forEach(step => step.classList.add('visible'));
});
addEventListener('afterprint', () => waiting.forEach(step => step.classList.remove('visible')));

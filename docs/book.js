// A question that is answered opens its result, and the check counts its score.
addEventListener('change', ({target}) => {
  document.querySelectorAll(`.tag_reveals-${CSS.escape(target.name)} details`).forEach(result => { result.open = true; });
});

addEventListener('click', ({target}) => {
  if (!target.matches('.score button')) return;
  const [, output, tell] = target.parentElement.children, questions = [...document.querySelectorAll('.question')];
  if (target === tell) return document.body.classList.add('told');
  const left = questions.flatMap((question, i) => question.querySelector(':checked') ? [] : [i + 1]);
  const right = document.querySelectorAll('.question .right:checked').length;
  output.textContent = left.length ? `Not answered yet: ${left.join(', ')}.` : `${right} of ${questions.length} are right.`;
  if (left.length) return;
  questions.forEach(question => { question.disabled = true; });
  tell.hidden = false;
});

// Paper is light, and all results are seen on it.
const page = document.documentElement;
let theme;
addEventListener('beforeprint', () => {
  document.querySelectorAll('article details').forEach(each => { each.open = true; });
  theme = page.dataset.theme;
  page.dataset.theme = 'light';
});
addEventListener('afterprint', () => { page.dataset.theme = theme; });

// Starts the slides. A clicker always turns them, a slider keeps its own keys, and text is as large as fits.
const tall = () => innerHeight > innerWidth;
const size = () => tall() ? {width: 720, height: 1280} : {width: 1280, height: 720};

function fit(section) {
  const {display} = section.style, slide = section.querySelector('.slide');
  section.style.display = 'block';
  let pixels = 32;
  do slide.style.setProperty('--size', `${pixels}px`);
  while (slide.scrollHeight > slide.clientHeight && (pixels -= 0.5) >= 16);
  section.style.display = display;
}

function layout() {
  document.documentElement.classList.toggle('tall', tall());
  Reveal.getSlides().forEach(fit);
}

Reveal.initialize({
  ...size(), margin: 0.02, center: false, hash: true, slideNumber: 'c/t', transition: 'none', scrollActivationWidth: null,
  pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, plugins: [RevealNotes],
  // In a menu the arrows choose, and space and Enter open an answer; in a slider reveal.js leaves all keys alone.
  keyboardCondition: event => !event.target.closest('select')
    && !(event.target.closest('summary, a') && [' ', 'Enter'].includes(event.key)),
}).then(() => {
  layout();
  Reveal.on('slidechanged', () => document.activeElement.blur());
  Reveal.on('fragmentshown', event => event.fragment.querySelectorAll('details').forEach(answer => { answer.open = true; }));
});

addEventListener('resize', () => { Reveal.configure(size()); layout(); });
addEventListener('toggle', event => fit(event.target.closest('section')), true);
addEventListener('keydown', event => {
  if (event.key !== 'PageDown' && event.key !== 'PageUp') return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.key === 'PageDown' ? Reveal.next() : Reveal.prev();
}, true);

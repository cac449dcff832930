// Starts the slides. A clicker always turns them, a slider keeps its own keys, and text is as large as fits.
function fit(section) {
  const {display} = section.style, slide = section.querySelector('.slide');
  const fits = pixels => {
    slide.style.setProperty('--size', `${pixels}px`);
    return slide.scrollHeight <= slide.clientHeight;
  };
  section.style.display = 'block';
  if (!fits(32)) {
    let pixels = 16;
    for (let step = 8; step >= 0.5; step /= 2) if (fits(pixels + step)) pixels += step;
    fits(pixels);
  }
  section.style.display = display;
}

// Slides are scaled to the window, so only its shape asks for another size of text.
function layout() {
  const shape = innerHeight > innerWidth && !Reveal.isPrintView() ? 'tall' : 'wide', {dataset} = document.documentElement;
  if (!Reveal.isReady() || dataset.shape === shape) return;
  dataset.shape = shape;
  Reveal.configure(shape === 'tall' ? {width: 720, height: 1280} : {width: 1280, height: 720});
  Reveal.getSlides().forEach(fit);
}

Reveal.initialize({
  width: 1280, height: 720, margin: 0.02, center: false, hash: true, slideNumber: 'c/t', transition: 'none',
  scrollActivationWidth: null, pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, plugins: [RevealNotes],
  // In a menu the arrows choose, and space and Enter open an answer; in a slider reveal.js leaves all keys alone.
  keyboardCondition: event => !event.target.closest('select')
    && !(event.target.closest('summary, a') && [' ', 'Enter'].includes(event.key)),
}).then(() => {
  layout();
  Reveal.on('slidechanged', () => document.activeElement.blur());
  Reveal.on('fragmentshown', ({fragment}) => fragment.querySelectorAll('details').forEach(answer => { answer.open = true; }));
});

addEventListener('resize', layout);
addEventListener('toggle', event => fit(event.target.closest('section')), true);
addEventListener('keydown', event => {
  if (event.key !== 'PageDown' && event.key !== 'PageUp') return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.key === 'PageDown' ? Reveal.next() : Reveal.prev();
}, true);

// Runs in the browser when an explorer is shown. ipywidgets gives the handle of a slider no name, and
// tells a screen reader the position of a value, not the value.
(function start(mark, tries) {
  const box = mark.closest('.explorer');
  if (!box) return;
  const handles = [...box.querySelectorAll('[role=slider]')];
  if (handles.length < mark.dataset.sliders && tries) return requestAnimationFrame(() => start(mark, tries - 1));

  const book = box.querySelector('.explorer-book').lastElementChild;
  const turns = [...box.querySelectorAll('[class*=explorer-turn-]')];  // one inside the other
  const rows = [...box.querySelectorAll('.explorer-row')];
  const tell = () => {
    let page = book;
    turns.forEach(turn => { page = page?.children[turn.style.order]; });
    rows.forEach((row, i) => {
      const handle = row.querySelector('[role=slider]');
      if (!handle || !page) return;
      const value = row.querySelector('select').options[turns[i].style.order].text;
      const words = value + '. ' + page.querySelector('p').textContent;
      handle.ariaLabel = row.querySelector('label').textContent;
      if (handle.ariaValueText !== words) handle.ariaValueText = words;
    });
  };
  const told = new MutationObserver(tell);
  turns.forEach(turn => told.observe(turn, {attributeFilter: ['style']}));
  handles.forEach(handle => told.observe(handle, {attributeFilter: ['aria-valuetext']}));  // the slider writes it too
  tell();

  // After Shift + Enter JupyterLab brings the next cell into view, and with it takes this one out of it.
  const next = box.closest('.jp-Cell')?.nextElementSibling;
  if (next?.classList.contains('jp-mod-active')) box.scrollIntoView({block: 'nearest'});
})(this, 100)

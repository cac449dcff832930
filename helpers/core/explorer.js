// Runs in the browser when an explorer is shown: turns its pages, and gives the handle of each slider a name and words.
// A row holds a slider and a menu over the same values; ipywidgets links the two, in a page without Python this script does.
(function start(mark, tries) {
  const box = mark.closest('.explorer');
  if (!box) return;
  const rows = [...box.querySelectorAll('.explorer-row')], menus = rows.map(row => row.querySelector('select'));
  const handles = rows.map(row => row.querySelector('[role=slider], [type=range]'));
  const ready = rows.length >= mark.dataset.rows && [...menus, ...handles].every(Boolean);
  if (!ready) return tries && requestAnimationFrame(() => start(mark, tries - 1));

  const pages = box.querySelector('.explorer-pages').children;
  let seen = box.querySelector('.explorer-seen');
  const turn = () => {
    const places = handles.map(handle => +(handle.ariaValueNow ?? handle.value));
    const page = pages[places.reduce((number, place, i) => number * menus[i].length + place, 0)];
    if (!page) return;
    seen.className = '';
    seen = page;
    seen.className = 'explorer-seen';
    const words = page.firstChild.textContent;
    handles.forEach((handle, i) => { handle.ariaValueText = menus[i][places[i]].text + '. ' + words; });
  };
  const turned = new MutationObserver(turn);
  handles.forEach((handle, i) => {
    handle.ariaLabel = rows[i].querySelector('label').textContent;
    turned.observe(handle, {attributeFilter: ['aria-valuenow']});
    handle.addEventListener('input', () => { menus[i].selectedIndex = handle.value; turn(); });
    if (handle.type) menus[i].addEventListener('change', () => { handle.value = menus[i].selectedIndex; turn(); });
  });
  turn();

  // After Shift + Enter JupyterLab brings the next cell into view, and with it takes this one out of it.
  const next = box.closest('.jp-Cell')?.nextElementSibling;
  if (next?.classList.contains('jp-mod-active')) box.scrollIntoView({block: 'nearest'});
})(this, 100)

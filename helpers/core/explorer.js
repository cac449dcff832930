// Runs in the browser. A relu-book stands behind an explorer and its pages, and starts whenever it comes to be in a page:
// it puts the pages and their controls in the place of the still picture. A row holds a slider and a list of the same
// values; a move of one turns to the page that the lists name.
customElements.get('relu-book') || (() => {
  function turn(explorer) {
    const lists = [...explorer.querySelectorAll('select')];
    const number = lists.reduce((before, list) => before * list.length + list.selectedIndex, 0);
    const page = explorer.querySelector('.explorer-pages').children[number];
    explorer.querySelector('.explorer-seen').className = '';
    page.className = 'explorer-seen';
    for (const list of lists) {
      const slider = list.previousElementSibling;
      slider.value = list.selectedIndex;
      slider.setAttribute('aria-valuetext', `${list.selectedOptions[0].text}. ${page.firstChild.textContent}`);
      list.setAttribute('aria-description', page.firstChild.textContent);
    }
  }

  customElements.define('relu-book', class extends HTMLElement {
    connectedCallback() {
      const pages = this.previousElementSibling, explorer = pages.previousElementSibling;
      if (explorer.querySelector('.explorer-pages')) return; // it was taken out of the page, and is back
      explorer.innerHTML = pages.textContent;
      explorer.addEventListener('input', ({target}) => {
        if (target.type === 'range') target.nextElementSibling.selectedIndex = target.value;
        turn(explorer);
      });
      turn(explorer);
      // After Shift + Enter JupyterLab brings the next cell into view, and with it takes this one out of it.
      const next = this.closest('.jp-Cell')?.nextElementSibling;
      if (next?.classList.contains('jp-mod-active')) explorer.scrollIntoView({block: 'nearest'});
    }
  });

  // JupyterLab would go to another cell at an arrow, or cut this one at an x; window hears a key before all others.
  window.addEventListener('keydown', event => {
    const isForUs = !/^(Escape|Enter|Tab)$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isForUs && event.target.matches?.('.jp-Cell .explorer :is(select, input)')) event.stopImmediatePropagation();
  }, true);

  // After a way back a browser may have kept the list and not the handle.
  window.addEventListener('pageshow', () => {
    for (const pages of document.querySelectorAll('.explorer-pages')) turn(pages.closest('.explorer'));
  });
})();

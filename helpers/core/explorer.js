// Runs in the browser. An explorer's book is an element of its own, so it starts whenever it comes to be in a
// page: it turns to the page that the lists name, and gives the handle of each slider a name and words.
// A row holds a slider and a list of the same values; ipywidgets links the two, or this script.
customElements.get('relu-book') || (() => {
  const STEPS = {
    ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
    PageDown: -5, PageUp: 5, Home: -Infinity, End: Infinity,
  };
  const listIn = row => row.querySelector('select');
  const handleIn = row => row.querySelector('[role=slider], [type=range]');

  class Book extends HTMLElement {
    connectedCallback() {
      this.box = this.closest('.explorer, .widget-vbox'); // ipywidgets gives our classes later
      if (!this.box) return; // it will be moved into its explorer, and then be here again
      // The rows come later than the book, and a slider of ipywidgets tells its moves by an attribute only.
      this.observer ??= new MutationObserver(() => this.turn());
      this.observer.observe(this.box, {childList: true, subtree: true, attributeFilter: ['aria-valuenow']});
      this.box.addEventListener('input', this);
      this.box.addEventListener('change', this);
      this.box.addEventListener('click', this);
      this.turn();
    }

    disconnectedCallback() {
      this.observer?.disconnect();
    }

    // Of a slider without ipywidgets its list follows; of the other, keys follow a click beside the handle.
    handleEvent({type, target}) {
      if (type === 'click') return target.closest('.noUi-target')?.querySelector('[role=slider]').focus();
      if (target.type === 'range') listIn(target.closest('.explorer-row')).selectedIndex = target.value;
      this.turn();
    }

    turn() {
      const rows = [...this.box.children].filter(row => listIn(row) && handleIn(row));
      if (rows.length < this.dataset.rows) return;
      const lists = rows.map(listIn);
      const number = lists.reduce((before, list) => before * list.length + list.selectedIndex, 0);
      const page = this.lastElementChild.children[number];
      if (!page) return; // a list of a page that is still being read
      this.seen ??= this.querySelector('.explorer-seen');
      this.seen.className = '';
      this.seen = page;
      page.className = 'explorer-seen';
      rows.forEach((row, i) => this.tell(row, lists[i], page.firstChild.textContent));
      if (!this.shown) this.show();
    }

    tell(row, list, sentence) {
      const handle = handleIn(row);
      if (handle.type) handle.value = list.selectedIndex;
      handle.ariaLabel ||= list.ariaLabel ||= row.querySelector('label').textContent;
      handle.ariaValueText = `${list.selectedOptions[0].text}. ${sentence}`;
    }

    // After Shift + Enter JupyterLab brings the next cell into view, and with it takes this one out of it.
    show() {
      this.shown = true;
      const next = this.closest('.jp-Cell')?.nextElementSibling;
      if (next?.classList.contains('jp-mod-active')) this.box.scrollIntoView({block: 'nearest'});
    }
  }
  customElements.define('relu-book', Book);

  // Some front ends keep the arrow keys from the slider of ipywidgets; window hears a key before all others.
  window.addEventListener('keydown', event => {
    const handle = event.target.closest?.('.explorer [role=slider]'), step = STEPS[event.key];
    if (!handle || !step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const list = listIn(handle.closest('.explorer-row'));
    list.selectedIndex = Math.max(0, Math.min(list.length - 1, list.selectedIndex + step));
    list.dispatchEvent(new Event('change', {bubbles: true}));
  }, true);

  // After a way back a browser may have kept the list and not the handle.
  window.addEventListener('pageshow', () => {
    for (const book of document.querySelectorAll('relu-book')) if (book.box) book.turn();
  });
})();

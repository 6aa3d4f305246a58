// Long lists are searched by typing: <select data-search-list>. The browser's own list stays where JavaScript does not run.
(() => {
  const WORDS = {
    no_results: () => '<div class="no-results">Aucun résultat</div>',
  };

  // Suggestions asked from the server: data-source answers [{"value": "59009", "text": "Villeneuve-d’Ascq"}].
  function remote(select) {
    if (!select.dataset.source) return {};
    return {
      shouldLoad: (query) => query.length > 1,
      load: (query, answer) => {
        const address = `${select.dataset.source}?q=${encodeURIComponent(query)}`;
        fetch(address, { headers: { Accept: "application/json" } })
          .then((response) => response.json())
          .then(answer)
          .catch(() => answer());
      },
    };
  }

  function enhance(select) {
    if (select.tomselect || !window.TomSelect) return;
    // Its label now names the text field: the list underneath is for the browser alone.
    select.setAttribute("aria-hidden", "true");
    new window.TomSelect(select, {
      maxOptions: 200,
      selectOnTab: true,
      hideSelected: false,
      plugins: select.multiple ? ["remove_button"] : [],
      render: WORDS,
      ...remote(select),
    });
  }

  const start = (root) => root.querySelectorAll("select[data-search-list]").forEach(enhance);

  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target));
})();

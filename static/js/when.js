// Fields asked for one answer only: <div data-when-field="role" data-when="unborn_child">. Without this script all show.
(() => {
  for (const group of document.querySelectorAll("[data-when-field]")) {
    const field = group.closest("form").elements[group.dataset.whenField];
    const sort = () => {
      group.hidden = !group.dataset.when.split(" ").includes(field.value);
    };
    group.closest("form").addEventListener("change", sort);
    sort();
  }
})();

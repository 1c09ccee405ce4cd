// Puts the pages of the engine before the person: it turns links and forms into calls of the
// engine, and shows what it answers. The browser's policy for this page allows no request.
(() => {
  "use strict";

  const bytes = (element) => {
    const text = atob(element.textContent);
    element.remove();
    const data = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) data[i] = text.charCodeAt(i);
    return new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  };

  // The page begins in the first of the person's languages that it speaks.
  const base = (tag) => tag.toLowerCase().split("-")[0];
  const pages = [{ lang: document.documentElement.lang }, ...document.querySelectorAll("template.first")];
  const begin = navigator.languages.map((tag) => pages.find((page) => base(page.lang) === base(tag))).find((page) => page);
  if (begin?.content) {
    document.getElementById("first").replaceChildren(begin.content.cloneNode(true));
    document.documentElement.lang = begin.lang;
    document.title = begin.title;
  }

  // The engine starts while the first page is read; what is asked for meanwhile waits.
  const started = (async () => {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
    const wasm = new Response(bytes(document.getElementById("engine")), { headers: { "Content-Type": "application/wasm" } });
    const compiled = WebAssembly.compileStreaming(wasm);
    const packs = [];
    for (const element of document.querySelectorAll("script.pack")) {
      const language = element.dataset.language;
      packs.push({ language, data: new Uint8Array(await new Response(bytes(element)).arrayBuffer()) });
    }
    const go = new Go();
    const ready = new Promise((done) => { globalThis.knead = { packs, languages: navigator.languages.join(","), done }; });
    go.run(await WebAssembly.instantiate(await compiled, go.importObject));
    return await ready;
  })();

  let asked = false; // something is answered, which closing the page would lose

  const show = (answer, path, record) => {
    const page = new DOMParser().parseFromString(answer.body, "text/html");
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body.replaceWith(document.importNode(page.body, true));
    if (record) history.pushState({ path }, "", "#" + path);
    asked = answer.open;
    const focus = document.querySelector("[autofocus]") || document.querySelector("h1");
    focus.tabIndex = -1;
    focus.focus({ preventScroll: focus.tagName === "H1" });
    if (focus.tagName === "H1") scrollTo(0, 0);
  };

  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const ask = async (method, path, form, file, record) => {
    const serve = await started;
    let answer = serve(method, path, form, file);
    while (answer.location) {
      path = answer.location;
      answer = serve("GET", path, "", null);
    }
    if (answer.name) save(answer.name, answer.type, answer.body);
    else show(answer, path, record);
  };

  const guarded = (...request) => ask(...request).catch((fault) => {
    console.error(fault);
    document.body.prepend(document.getElementById("old")?.content.cloneNode(true) ?? "");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (event.target.closest("[data-print]")) print();
    if (!link || link.protocol === "tel:" || link.download && link.href.startsWith("blob:")) return;
    const href = link.getAttribute("href");
    event.preventDefault();
    if (href.startsWith("#")) {
      const to = document.getElementById(href.slice(1));
      to.focus();
      to.scrollIntoView();
    } else guarded("GET", href, "", null, true);
  });

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, fields = new FormData(form, event.submitter), file = fields.get("file");
    fields.delete("file");
    const data = file?.name ? new Uint8Array(await file.arrayBuffer()) : null;
    guarded("POST", form.getAttribute("action"), new URLSearchParams(fields).toString(), data, true);
  });

  addEventListener("popstate", (event) => guarded("GET", event.state?.path ?? "/", "", null, false));
  addEventListener("beforeunload", (event) => { if (asked) event.preventDefault(); });
  started.then(() => { document.documentElement.dataset.ready = "yes"; }, () => guarded());
})();

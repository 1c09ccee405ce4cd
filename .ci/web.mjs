// usage: node web.mjs PLAIN KIOSK INBOX PAGE KNEAD BOX EXAMPLES   the addresses of three servers, the offline page, the program, the inbox's
// folder, and that with examples of answers. Complains about what is wrong, and fails if anything is. ONLY is a pattern of browsers and scenarios
// to run, such as "chrome.*emergency" or "random"; PEOPLE is how many answer by chance.
import puppeteer from 'puppeteer-core';
import fs from 'node:fs';
import path from 'node:path';
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const [plain, kiosk, inbox, offline, knead, box, examples] = process.argv.slice(2);
const axe = fs.readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const views = [['phone', 390, 844], ['tablet', 768, 1024], ['laptop', 1366, 768]];
let problems = 0, looked = 0, said = '';
const complain = (what) => { problems++; console.log(`${said}: ${what}`); };
const want = (held, what) => { if (!held) complain(what); };

const launch = (browser) => puppeteer.launch({
  browser, headless: true, executablePath: browser === 'chrome' ? process.env.CHROMIUM || '/usr/bin/chromium' : process.env.FIREFOX || '/usr/bin/firefox-esr',
  args: browser === 'chrome' ? ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'] : [],
});

// Person is somebody with a browser of their own before the pages, with or without a server.
class Person {
  constructor(page, looks) { this.page = page; this.looks = looks; }
  static async at(browser, address, { script = true, looks = false } = {}) {
    const context = await browser.createBrowserContext(), page = await context.newPage();
    await page.setViewport({ width: 390, height: 844 });
    const p = new Person(page, looks);
    p.requests = [];
    page.on('request', (r) => p.requests.push(r.url()));
    page.on('pageerror', (e) => complain(`an error of the script: ${e}`));
    page.on('console', (m) => { if (m.type() === 'error' && !m.text().includes('410 (Gone)')) complain(`on the console: ${m.text()}`); });
    if (!script) await page.setJavaScriptEnabled(false);
    p.offline = address.startsWith('file:');
    if (p.offline) await page.evaluateOnNewDocument(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { blob.text().then((text) => { globalThis.saved = text; }); return make.call(URL, blob); };
      const click = HTMLAnchorElement.prototype.click; // Firefox gives the keys to its list of downloads
      HTMLAnchorElement.prototype.click = function () { if (!this.href.startsWith('blob:') || !navigator.userAgent.includes('Firefox')) click.call(this); };
    });
    p.address = address;
    await page.bringToFront(); // else Firefox takes no keys
    await page.goto(address);
    return p;
  }
  async path() { return this.page.evaluate(() => location.hash.startsWith('#/') ? location.hash.slice(1) : location.pathname); }
  heading() { return this.page.$eval('h1', (e) => e.textContent); }
  has(selector) { return this.page.$(selector).then((e) => e !== null); }
  // go does what leads to another page and waits for that.
  async go(act) {
    if (!this.offline) return Promise.all([this.page.waitForNavigation(), act()]);
    await this.page.evaluate(() => { document.body.dataset.old = 'yes'; });
    await act();
    await this.page.waitForSelector('body:not([data-old])');
  }
  click(selector) { return this.go(() => this.page.click(selector)); }
  // press presses a button by the keyboard's Enter, as it may be far down the page.
  async send(selector = 'main form .buttons button:not(.second)') { await this.go(async () => { await this.page.focus(selector); await this.page.keyboard.press('Enter'); }); }
  async begin(fields = {}) {
    for (const [name, value] of Object.entries(fields)) {
      if (name === 'file') await (await this.page.$('#file')).uploadFile(value);
      else if (name === 'region') await this.page.select('#region', value);
      else await this.page.$eval(`input[name=${name}][value=${value}]`, (e) => { e.checked = true; });
    }
    await this.send('main form > button');
  }
  // answer answers what is shown as somebody in good health does.
  async answer() {
    const next = await this.page.evaluate(() => {
      for (const item of document.querySelectorAll('main fieldset')) {
        const all = [...item.querySelectorAll('input')], field = all.find((e) => e.type === 'text');
        if (field) field.value = /\bold\b|Age|वर्ष|उम्र|आयु/.test(item.textContent) ? '46' : '3';
        else if (all.length > 0 && !all.some((e) => e.checked)) {
          const no = item.closest('.statement') ? '0' : 'none';
          (all.find((e) => e.value === no) ?? all[0]).checked = true;
        }
      }
      return document.querySelector('main textarea') ? 'main button.second' : 'main form .buttons button';
    });
    await this.send(next);
  }
  async finish() {
    for (let i = 0; i < 90; i++) {
      const at = await this.path();
      if (!at.startsWith('/q/')) return at;
      await this.look(await this.page.evaluate(() => ['.statement', '[type=checkbox]', 'textarea', '.item + .item', '[type=radio]', '[type=text]'].find((s) => document.querySelector('main ' + s))), at);
      await this.answer();
    }
    complain('the questions do not end');
  }
  // saved returns the file with the answers.
  async saved() {
    if (this.offline) {
      await this.page.evaluate(() => { globalThis.saved = undefined; document.querySelector('a[href="/answers.yaml"]').click(); });
      await this.page.waitForFunction(() => globalThis.saved);
      return this.page.evaluate(() => globalThis.saved);
    }
    const cookies = await this.page.browserContext().cookies();
    const r = await fetch(new URL('/answers.yaml', this.address), { headers: { Cookie: cookies.map((c) => `${c.name}=${c.value}`).join('; ') } });
    want(r.headers.get('content-disposition')?.startsWith('attachment'), 'the file is not for saving');
    return r.text();
  }
  // compare wants the result that the command gives for the saved answers.
  async compare(lang, region) {
    const file = path.resolve('saved.yaml'), answers = await this.saved();
    fs.writeFileSync(file, answers);
    const reader = /respondent: (patient|carer)/.test(answers) ? 'patient' : 'practitioner';
    const report = execFileSync(knead, ['recommend', '--format', 'html', '--for', reader, '--lang', lang, ...(region ? ['--region', region] : []), file], { encoding: 'utf8' });
    const [theirs, ours] = await this.page.evaluate((html) => {
      const read = (d) => d.querySelector('main article').outerHTML.replace('<h1 tabindex="-1">', '<h1>') // which the offline page gives the focus
        .replace(/\n<form class="slip".*?<\/form>/s, '');
      return [read(new DOMParser().parseFromString(html, 'text/html')), read(document)];
    }, report.replace(/<style>.*<\/style>/s, ''));
    want(ours === theirs, 'the result is not that of knead recommend');
    fs.rmSync(file);
  }
  // look checks a kind of page once: accessibility, width, and pictures.
  async look(kind, at) {
    if (!this.looks || Person.looked.has(this.looks + kind)) return;
    Person.looked.add(this.looks + kind);
    looked++;
    const page = this.offline || this.looks === 'firefox' ? this.page : await this.page.browserContext().newPage();
    if (page !== this.page) await page.goto(new URL(at ?? await this.path(), this.address));
    for (const [name, width, height] of views) for (const scheme of ['light', 'dark']) {
      await page.setViewport({ width, height });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      const { violations } = await page.evaluate(`${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`);
      for (const v of violations) complain(`${this.looks} ${kind}, ${name}, ${scheme}: ${v.id}: ${v.help} (${v.nodes.map((n) => n.target).join(' ')})`);
      if (scheme === 'light') await page.screenshot({ path: path.join(process.env.PICTURES, `${this.looks}-${kind.replace(/\W+/g, '')}-${name}.png`), fullPage: true });
    }
    await page.setViewport({ width: 320, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    want(wide <= 320, `${this.looks} ${kind}: ${wide} pixels wide on a screen of 320`);
    await page.setViewport({ width: 390, height: 844 });
    if (page !== this.page) await page.close();
  }
  close() { return this.page.browserContext().close(); }
}
Person.looked = new Set();

// visit is a first visit, with a mistake, Back and Change on the way.
async function visit(p) {
  await p.look('first');
  await p.begin({ region: 'IN' });
  const first = await p.path();
  await p.send();
  want((await p.page.title()).startsWith('Error:'), 'no answer is no error');
  await p.page.waitForFunction(() => document.activeElement.classList.contains('summary'), { polling: 100, timeout: 5000 }).catch(() => complain('the summary of errors has no focus'));
  await p.look('error');
  for (let i = 0; i < 6; i++) await p.answer();
  const here = await p.path();
  await p.go(() => p.page.goBack());
  const before = await p.path();
  want(before !== here && before !== first, `Back leads from ${here} to ${before}`);
  want(await p.has('main fieldset input:checked') || await p.page.$eval('main input', (e) => e.value !== ''), 'Back shows no answer');
  await p.answer();
  want(await p.path() === here, `after Back and an answer, at ${await p.path()} in place of ${here}`);
  await p.click('p.back a');
  want(await p.path() === before, 'the link Back leads elsewhere');
  await p.answer();
  want(await p.finish() === '/check', `the questions end at ${await p.path()}`);
  await p.look('check');
  const value = () => p.page.$$eval('dl.answers dd', (all) => all.find((e) => /^\d+$/.test(e.textContent.trim())).textContent.trim());
  const old = await value();
  const link = await p.page.$$eval('dl.answers > div', (all) => all.find((e) => /^\d+$/.test(e.querySelector('dd').textContent.trim())).querySelector('a').getAttribute('href'));
  await p.go(() => p.page.$eval(`a[href="${link}"]`, (e) => e.click()).catch(() => p.page.click(`a[href="${link}"]`)));
  await p.page.$eval('main input[type=text]', (e) => { e.value = ''; });
  await p.page.type('main input[type=text]', '57');
  await p.go(() => p.page.keyboard.press('Enter')); // which goes on, as its button does
  await p.finish();
  want(await value() === '57' && old !== '57', `Change makes ${old} ${await value()}`);
  await p.send('main form button');
  want(await p.path() === '/result', `the result is at ${await p.path()}`);
  await p.look('result');
  await p.compare('en', 'IN');
}

// emergency answers that a warning sign is there.
async function emergency(p) {
  await p.begin({ region: 'GB' });
  for (let i = 0; i < 60 && (await p.path()).startsWith('/q/'); i++) {
    const id = await p.page.$$eval('main .statement', (all) => all.find((e) => /numbness.*legs/i.test(e.textContent))?.querySelector('input[value="1"]').id);
    if (!id) { await p.answer(); continue; }
    await p.page.$eval('#' + id, (e) => { e.checked = true; });
    await p.send();
    break;
  }
  want(await p.path() === '/stop' && await p.has('.action.stop'), `an emergency leads to ${await p.path()}`);
  want((await p.page.$eval('.action.stop', (e) => e.textContent)).includes('999'), 'nobody says whom to call');
  await p.look('emergency');
  await p.compare('en', 'GB');
  await p.send('main form.slip button');
  want((await p.path()).startsWith('/q/'), 'a slip cannot be corrected');
}

// followUp comes back with the file of the last visit, and switches to Hindi.
async function followUp(p, file) {
  await p.page.$eval('details', (e) => { e.open = true; });
  await p.begin({ kind: 'last', file, region: 'IN' });
  for (let i = 0; i < 3; i++) await p.answer();
  const at = await p.path();
  const chosen = await p.page.$eval('main fieldset input[type=radio]:not(:checked), main fieldset input[type=checkbox]', (e) => { e.checked = true; return e.id; });
  await p.send('header button[name=switch]');
  want(await p.path() === at && await p.page.$eval('html', (e) => e.lang) === 'hi', 'the switch to Hindi leads elsewhere');
  want(await p.page.$eval('#' + chosen, (e) => e.checked), 'the switch to Hindi loses what was chosen and not sent');
  await p.look('hindi');
  want(await p.finish() === '/check', `in Hindi the questions end at ${await p.path()}`);
  await p.send('main form button');
  await p.look('hindi-result');
  await p.compare('hi', 'IN');
}

// keyboard answers with nothing but Tab, Space, arrows and Enter, and sees where it is.
async function keyboard(p) {
  const key = (k) => p.page.keyboard.press(k);
  const tab = async (stop) => {
    for (let i = 0; i < 80; i++) {
      await key('Tab');
      if (await p.page.evaluate((s) => document.activeElement.matches(s), stop)) {
        const seen = await p.page.evaluate(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; });
        want(seen, `the focus on ${stop} cannot be seen`);
        return;
      }
    }
    complain(`Tab does not lead to ${stop}`);
  };
  await tab('main form > button');
  await p.go(() => key('Enter'));
  for (let i = 0; i < 80; i++) {
    await key('Tab');
    const at = await p.page.evaluate(() => {
      const e = document.activeElement;
      return e.matches('.buttons button:not(.second)') ? 'button' : e.type === 'radio' && !e.form.querySelector(`[name="${e.name}"]:checked`) ? 'radio' : e.type;
    });
    if (at === 'radio') await key(' ');
    if (at === 'text') await p.page.keyboard.type('46');
    if (at === 'button') break;
  }
  await p.go(() => key('Enter'));
  want((await p.path()) !== '/q/0' && !(await p.page.title()).startsWith('Error:'), `by keyboard, at ${await p.path()}`);
}

// order wants a screen reader to hear the number to call, the question, and its answers, in that order.
async function order(p) {
  await p.begin();
  const heard = [];
  const walk = (node) => { heard.push(`${node.role} ${node.name ?? ''}`); (node.children ?? []).forEach(walk); };
  walk(await p.page.accessibility.snapshot({ interestingOnly: false }));
  const at = (pattern) => heard.findIndex((line) => pattern.test(line));
  const places = [/^banner/, /In an emergency, call/, /^main/, /^link Back/, /^group .*\?/, /^heading .*\?/, /^radio /, /^button Continue/, /^contentinfo/].map(at);
  want(places.every((n, i) => n >= 0 && (i === 0 || n > places[i - 1])), `a screen reader hears ${places}:\n${heard.join('\n')}`);
}

async function everything(browserName, script) {
  const chrome = browserName === 'chrome', browser = await launch(browserName);
  const scenario = async (name, address, options, run) => {
    if (!new RegExp(process.env.ONLY ?? '').test(`${browserName} ${name}`)) return;
    said = `${browserName}, ${address.startsWith('file:') ? 'the offline page' : 'the server'}, ${name}`;
    const p = await Person.at(browser, address, options);
    try { await run(p); } catch (fault) { complain(`${fault.stack}\nat ${await p.path().catch(() => '?')}`); }
    if (p.offline) for (const url of p.requests) want(url === address || url.startsWith('blob:') || url.startsWith('data:'), `asks for ${url}`);
    await p.close();
  };
  const page = 'file://' + offline;
  for (const address of [plain, page]) {
    const options = { script: script || address === page, looks: chrome && (address === page ? 'page' : 'server') };
    await scenario('a first visit', address, options, visit);
    await scenario('an emergency', address, options, emergency);
    await scenario('a follow-up in Hindi', address, options, (p) => followUp(p, path.resolve('last.yaml')));
    await scenario('keyboard only', address, options, keyboard);
    if (chrome) await scenario('a screen reader', address, options, order);
  }
  await scenario('a reader of Hindi', page, {}, async (p) => {
    await p.page.evaluateOnNewDocument(() => Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', 'hi-IN', 'en'] }));
    await p.page.reload({ waitUntil: 'domcontentloaded' });
    const lang = () => p.page.$eval('html', (e) => e.lang), shown = () => p.page.$eval('.languages', (e) => e.textContent.trim().replace(/\s+/g, ' '));
    want(await lang() === 'hi' && /[\u0900-\u097f]/.test(await p.page.title()), `the first page is in ${await lang()}`);
    want(await shown() === 'English / हिन्दी', `the languages are ${await shown()}`);
    await p.begin({ region: 'GB' });
    want(await lang() === 'hi', `the first question is in ${await lang()}`);
    const at = await p.path();
    want(await p.page.$eval('.number a', (e) => { document.addEventListener('click', (event) => { globalThis.taken = event.defaultPrevented; event.preventDefault(); }, { once: true }); e.click(); return e.href; }) === 'tel:999'
      && await p.page.evaluate(() => globalThis.taken === false) && await p.path() === at, 'the number cannot be called');
    if (chrome) { // Firefox cannot be told to print
      await p.page.emulateMediaType('print');
      want(await p.page.$eval('.number', (e) => getComputedStyle(e.parentElement).display) === 'none', 'the number is printed as a link');
      await p.page.emulateMediaType('screen');
    }
    await p.send('header button[name=switch]');
    want(await lang() === 'en' && await p.path() === at, 'the switch to English leads elsewhere');
  });
  await scenario('answers that are gone', plain, { script, looks: chrome && 'server' }, async (p) => {
    await p.page.goto(plain + '/q/3').catch(() => {});
    await p.look('gone', '/q/3');
  });
  for (const address of [plain, kiosk]) await scenario('Back to answers that are gone', address, {}, async (p) => {
    await p.begin();
    await p.answer();
    await p.go(() => p.page.goBack());
    want(await p.page.$eval('main input[type=text]', (e) => e.value) === '46', 'Back shows no answer');
    await p.go(() => p.page.goForward()); // from now on browsers would hold the page itself
    if (address === plain) await p.send('footer form button');
    else await p.page.goto(kiosk + '/ended'); // which comes by itself in the end
    for (let i = 0; i < 2; i++) {
      await p.go(() => p.page.goBack());
      want(!await p.has('main input'), `Back shows ${await p.path()} of somebody whose answers are gone`);
    }
  });
  await scenario('a kiosk', kiosk, { script, looks: chrome && 'kiosk' }, async (p) => {
    await p.begin();
    await p.page.goto(kiosk + '/still');
    await p.look('still', '/still');
    await p.click('main a.button');
    want((await p.path()).startsWith('/q/'), 'who is still there cannot go on');
  });
  await scenario('an inbox', inbox, { script, looks: chrome && 'inbox' }, async (p) => {
    await p.look('first');
    await p.send('main form > button');
    want((await p.page.title()).startsWith('Error:'), 'nobody is asked who may have the answers');
    await p.begin({ agree: 'yes' });
    await p.finish();
    const before = fs.readdirSync(box).filter((name) => name.endsWith('.yaml'));
    await p.send('main form button');
    await p.look('sent');
    const after = fs.readdirSync(box).filter((name) => name.endsWith('.yaml') && !before.includes(name));
    want(after.length === 1, `${after.length} files in the inbox`);
    want(fs.readFileSync(path.join(box, after[0]), 'utf8') === await p.saved(), 'the inbox holds something else than the answers');
  });
  await browser.close();
}

// random is somebody who answers by chance, or goes on from a file, and may go back and change the language. The page that the browser
// gets in the end must hold, byte for byte, what the command says of the saved answers.
async function random(browser, number, file) {
  let state = number;
  const chance = () => { // mulberry32, so that each number is the same person every time
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = (t + Math.imul(t ^ t >>> 7, 61 | t)) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
  };
  const p = await Person.at(browser, `${plain}/?lang=${chance() < 0.3 ? 'hi' : 'en'}`, { script: false });
  const region = ['IN', 'GB', 'US', 'EU'][Math.floor(chance() * 4)];
  await p.begin({ region, ...(file ? { file, kind: 'rest' } : {}) });
  let shown = await p.page.goto(plain + (file && await p.path() !== '/stop' ? '/check' : await p.path())), at;
  const press = async (selector) => { [shown] = await Promise.all([p.page.waitForNavigation({ waitUntil: 'domcontentloaded' }), p.page.$eval(selector, (e) => e.click())]); };
  for (let i = 0; i < 150 && (at = await p.path()).startsWith('/q/'); i++) {
    const act = chance();
    if (act < 0.02) { await press('header button[name=switch]'); continue; }
    if (act < 0.05 && at !== '/q/0') { await press('p.back a'); continue; }
    await p.page.evaluate((chances) => {
      const draw = () => chances.pop() ?? 0.5;
      for (const item of document.querySelectorAll('main fieldset')) {
        const all = [...item.querySelectorAll('input[type=radio], input[type=checkbox]')], last = all.filter((e) => ['none', 'unsure'].includes(e.value));
        const field = item.querySelector('input[type=text], textarea'), statement = item.closest('.statement');
        for (const e of all) e.checked = false;
        if (field) {
          const [low, high] = (item.querySelector('.hint')?.textContent.match(/\d+/g) ?? [0, 10]).map(Number);
          field.value = field.matches('textarea') ? (draw() < 0.5 ? '' : 'since <May> & “June”') : String(Math.floor(low + draw() * (high - low + 1)));
        } else if (statement) {
          const value = draw() < 0.03 ? '1' : draw() < 0.02 ? 'unsure' : '0';
          all.find((e) => e.value === value).checked = true;
        } else if (all[0].type === 'radio') {
          all[Math.floor(draw() * all.length)].checked = true;
        } else {
          for (const e of all) e.checked = !last.includes(e) && draw() < 0.12;
          if (!all.some((e) => e.checked)) (last[draw() < 0.9 ? 0 : last.length - 1] ?? all[0]).checked = true;
        }
      }
    }, Array.from({ length: 60 }, chance));
    await press('main form .buttons button:not(.second)');
  }
  if (at === '/check') await press('main form button');
  const lang = await p.page.$eval('html', (e) => e.lang), answers = await p.saved(), name = path.resolve(`random-${number}.yaml`);
  fs.writeFileSync(name, answers);
  const reader = /respondent: (patient|carer)/.test(answers) ? 'patient' : 'practitioner';
  const { stdout } = await promisify(execFile)(knead, ['recommend', '--format', 'html', '--for', reader, '--lang', lang, '--region', region, name], { maxBuffer: 1 << 26 });
  const article = (html) => html.match(/<article.*<\/article>/s)?.[0].replace(/\n<form class="slip".*?<\/form>/s, ''), ours = article(await shown.text());
  want(ours && ours === article(stdout), `person ${number}${file ? `, ${file}` : ''}: what is shown at ${await p.path()} is not what knead recommend says`);
  await p.close();
  return at;
}

// crowd sends random people and the examples through the pages, a few at a time.
async function crowd() {
  said = 'random people';
  const browser = await launch('chrome'), people = Number(process.env.PEOPLE ?? 60), began = Date.now();
  const todo = Array.from({ length: people }, (_, i) => [i]);
  for (const name of fs.readdirSync(examples).filter((n) => /\.(yaml|json)$/.test(n))) todo.push([people + todo.length, path.join(examples, name)]);
  const ends = {};
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let next; (next = todo.shift());) {
      const at = await random(browser, ...next).catch((fault) => complain(`person ${next}: ${fault.stack}`));
      ends[at] = (ends[at] ?? 0) + 1;
    }
  }));
  want(ends['/check'] > people / 4 && (people < 50 || ends['/stop'] > 0), `they end at ${JSON.stringify(ends)}`);
  console.log(`random people and examples end at ${JSON.stringify(ends)}, after ${Math.round((Date.now() - began) / 1000)} s`);
  await browser.close();
}

// start measures how long the offline page takes to its first question in a browser that has not seen it.
async function start() {
  const times = [];
  for (let i = 0; i < 3; i++) {
    const browser = await launch('chrome'), page = await browser.newPage(), began = Date.now();
    await page.goto('file://' + offline);
    await page.click('main form > button');
    await page.waitForSelector('main .item');
    times.push(Date.now() - began);
    await browser.close();
  }
  console.log(`the offline page shows its first question after ${Math.min(...times)} ms (${times.join(', ')}); ${fs.statSync(offline).size} bytes`);
}

fs.writeFileSync('last.yaml', 'date: 2026-10-01\nanswers:\n  respondent: patient\n  age: 46\n  consent: given\n  visit: first\n  intensity: 4\n');
if (!process.env.ONLY) await start();
await everything('chrome', false);
await everything('firefox', true);
if (new RegExp(process.env.ONLY ?? '').test('random people')) await crowd();
console.log(`${looked} kinds of pages looked at, ${problems} problems`);
process.exit(problems ? 1 : 0);

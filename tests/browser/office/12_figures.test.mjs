/* Cijfers: a manager looks at a period, reads chart and table, follows a number to the inbox and saves
 * a sheet. Real daemons; a year of cases is put into central's database while it stands still.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertAccessible, assertReflows, check, officeOfThisFile, sample, shot, staffAt } from './office.mjs';

const office = officeOfThisFile();
const DAY = 86_400_000;

/** A year of work from one report: cases, hand-overs with and without contact in time, returns, outages, findings.
 * @param {(text: string) => string} sql */
function yearOfWork(sql) {
	const columns = sql("SELECT group_concat(name) FROM pragma_table_info('case_file')").trim().split(',');
	const keys = (/** @type {string} */ from) => sql(`SELECT key FROM ${from} LIMIT 5`).trim().split('\n');
	const pick = (/** @type {string[]} */ list) => `CASE i.n % ${list.length} ${list.map((key, i) => `WHEN ${i} THEN '${key}'`).join(' ')} END`;
	const homes = keys("dwelling WHERE nom = 1 AND kind = 'dwelling'"), parties = keys("party WHERE kind IN ('provider', 'supplier')");
	const now = Date.now();
	const own = /** @type {Record<string, string>} */ ({
		nr: 'c.nr + i.n', receipt: "c.receipt || '.' || i.n", captured: `${now} - i.n * ${2 * DAY}`, due: `${now} - i.n * ${2 * DAY} + ${12 * DAY}`,
		kind: "CASE i.n % 7 WHEN 0 THEN 'question' WHEN 1 THEN 'complaint' WHEN 2 THEN 'nuisance' ELSE 'repair' END",
		open: 'i.n % 5 = 0', state: 'CASE i.n % 5 WHEN 0 THEN 3 ELSE 4 END', reopened: 'i.n % 11 = 0',
		unit: `CASE WHEN i.n % 9 = 0 THEN ${pick(homes)} ELSE c.unit END`,
		room: "CASE WHEN i.n % 9 = 0 THEN 'TRI' ELSE c.room END", object: "CASE WHEN i.n % 9 = 0 THEN 'MONITORING' ELSE c.object END", fault: "CASE WHEN i.n % 9 = 0 THEN 'GEEN-DATA' ELSE c.fault END",
		party: pick([...parties, 'dept:repair', 'dept:living']), ready_by: pick(parties),
	});
	const event = (/** @type {string} */ n, /** @type {string} */ at, /** @type {string} */ what, /** @type {string} */ detail, /** @type {string} */ where) =>
		`INSERT INTO case_event (nr, n, t, who, what, detail, hash) SELECT nr, ${n}, captured + ${at}, 'x', '${what}', ${detail}, x'00' FROM case_file WHERE nr > 1000 AND ${where};`;
	sql(`WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 180) INSERT INTO case_file SELECT ${
		columns.map((name) => own[name] ?? `c.${name}`).join(', ').replace('c.nr + i.n', 'c.nr + 1000 + i.n')} FROM case_file c, i WHERE c.nr = (SELECT min(nr) FROM case_file);
		${event('20', '1 * ' + DAY, 'return', "json_object('reason', CASE nr % 3 WHEN 0 THEN 'not_taken_up' ELSE 'dissatisfied' END, 'referred_to', ready_by)", 'nr % 4 = 0')}
		${event('21', `${DAY} + CASE nr % 3 WHEN 0 THEN 100000000 ELSE 3600000 END`, 'contact', "'{}'", 'nr % 4 = 0 AND nr % 12 <> 8')}
		${event('22', '5 * ' + DAY, 'ready', "'{}'", 'nr % 5 <> 0')}
		${event('23', '6 * ' + DAY, 'close', "'{}'", 'nr % 5 <> 0 AND nr % 11 <> 0')}
		${event('24', '8 * ' + DAY, 'reopen', "json_object('ready_by', ready_by)", 'nr % 11 = 0')}
		INSERT INTO referral (nr, t, party, medium, why, who, unit, number, phone, name) SELECT nr, captured, ready_by, 'print', '', 'x', '', '', '', '' FROM case_file WHERE nr > 1000 AND nr % 2 = 0;
		INSERT INTO found_cause SELECT nr, captured + ${DAY}, object, fault, CASE nr % 3 WHEN 0 THEN '' WHEN 1 THEN 'LEERTJE' ELSE 'LEIDING' END, 'LEERTJE' FROM case_file WHERE nr > 1000 AND nr % 6 < 4;`);
}

/** Once for all tests, by whichever comes first. */
const prepared = { /** @type {Promise<void>|null} */ once: null };
async function prepare() {
	await office.file({});
	await office.settled();
	await office.stack.until(async () => office.stack.sql('SELECT count(*) FROM case_file').trim() === '1', 'the case');
	await office.cut();
	yearOfWork(office.stack.sql);
	await office.mend();
}

/** @param {string} who @param {string} place @param {object} [options] */
async function enterAs(who, place, options) {
	await (prepared.once ??= prepare());
	return staffAt(office, who, place, options);
}

/** All charts are drawn. @param {any} page */
const drawn = (page) => page.waitForFunction(() => {
	const charts = [...document.querySelectorAll('.chart')];
	return charts.length > 4 && charts.every((one) => one.hasAttribute('data-drawn'));
});

check('[R4 R17 D7 D9] a manager sees what was done, each chart with its table, and follows a number to the list', async () => {
	if (sample) return;
	const page = await enterAs('manager', 'cijfers', { width: 1920, height: 1080 });
	await drawn(page);
	const titles = await page.locator('.figure .card__title').allInnerTexts();
	assert.deepEqual(titles, ['Binnengekomen en afgehandeld', 'Eerste contact binnen 24 uur', 'Soorten zaken', 'Wie behandelt het',
		'Aanbieders en toeleveranciers', 'NOM-woningen zonder monitoring', 'Zonder monitoring per woning', 'Vermoeden en bevinding']);
	for (const picture of await page.locator('.chart').all()) {
		assert.match(await picture.getAttribute('aria-label') ?? '', /De cijfers staan in de tabel hieronder/);
		assert.equal(await picture.evaluate((one) => one.nextElementSibling?.querySelectorAll('table').length), 1, 'its table is the next thing');
	}
	const kinds = page.locator('#table-kinds');
	assert.ok(await kinds.getByRole('rowheader', { name: 'Vraag' }).isVisible() && await kinds.getByRole('rowheader', { name: 'Klacht' }).isVisible());
	assert.match(await page.locator('#table-contact .figure__total').innerText(), /%/);
	assert.match(await page.locator('.tile', { hasText: 'Vergoeding op het spel' }).innerText(), /€\s?\d/);
	await assertAccessible(page, 'figures');
	await shot(page, 'figures-1920');
	await page.locator('#figure-suppliers').scrollIntoViewIfNeeded();
	await shot(page, 'figures-1920-below');
	await page.locator('.tile', { hasText: 'Te laat nu' }).getByRole('link').click();
	await page.getByRole('heading', { level: 2, name: 'Te laat' }).waitFor();
	await page.goBack();
	await drawn(page);
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[R17] by keyboard to another period, that stays in the address and can be refused', async () => {
	if (sample) return;
	const page = await enterAs('manager', 'cijfers');
	await drawn(page);
	await page.getByRole('link', { name: '3 maanden' }).focus();
	await page.keyboard.press('Enter');
	await page.locator('#table-work').getByText(/^wk \d+ \d{4}$/).first().waitFor();
	assert.match(page.url(), /#\/cijfers\/\d{4}-\d\d-01_\d{4}-\d\d-\d\d_week$/);
	await page.reload();
	await page.locator('#table-work').getByText(/^wk \d+ \d{4}$/).first().waitFor();
	assert.equal(await page.getByRole('link', { name: '3 maanden' }).getAttribute('aria-current'), 'true');
	await page.getByLabel('Van', { exact: true }).fill('2019-01-01');
	await page.getByLabel('Van', { exact: true }).press('Tab');
	await page.getByText('Deze periode kan niet').waitFor();
	await assertAccessible(page, 'a period that cannot be');
	await page.getByRole('link', { name: '12 maanden' }).click();
	await drawn(page);
	await page.context().close();
});

check('[R55] a sheet is saved from a dashboard and from the inbox; a desk has no figures', async () => {
	if (sample) return;
	const page = await enterAs('manager', 'cijfers');
	await drawn(page);
	const saved = async (/** @type {any} */ link) => {
		const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
		return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
	};
	const sheet = await saved(page.locator('.figure', { hasText: 'Soorten zaken' }).getByRole('link', { name: /Download als spreadsheet/ }));
	assert.match(sheet.name, /^kinds-.*\.csv$/);
	assert.match(sheet.text, /^\uFEFFSoort;Gemeld;[^\r\n]*\r\nVraag;\d/);
	await page.goto(`${office.url}#/alle`);
	await page.locator('.row').first().waitFor();
	await page.locator('#f-channel').selectOption('kiosk');
	const inbox = await saved(page.getByRole('link', { name: /Spreadsheet/ }));
	assert.equal(inbox.name, 'zaken-all.csv');
	assert.ok(inbox.text.split('\r\n').length > 30 && !inbox.text.includes('Vries'));
	await shot(page, 'inbox-csv');
	const desk = await enterAs('kcc', 'alle');
	assert.equal(await desk.getByRole('link', { name: 'Cijfers' }).count(), 0);
	await desk.context().close();
	await page.context().close();
});

check('[R68] figures reflow on a tablet and at 320 px', async () => {
	if (sample) return;
	for (const [width, height] of [[1024, 768], [320, 640]]) {
		const page = await enterAs('manager', 'cijfers', { width, height });
		await drawn(page);
		await assertReflows(page, `figures at ${width}`);
		await assertAccessible(page, `figures at ${width}`);
		await shot(page, `figures-${width}`);
		await page.locator('#figure-kinds').scrollIntoViewIfNeeded();
		await shot(page, `figures-${width}-kinds`);
		await page.locator('#table-suppliers').scrollIntoViewIfNeeded();
		await shot(page, `figures-${width}-suppliers`);
		assert.deepEqual(page.troubles, []);
		await page.context().close();
	}
});

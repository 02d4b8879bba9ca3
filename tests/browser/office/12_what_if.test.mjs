/* "Wat als": a manager tries other deadlines and other rules before they go live. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertAccessible, assertReflows, check, officeOfThisFile, sample, shot, staffAt } from './office.mjs';

const office = officeOfThisFile();
const csv = (/** @type {string} */ name) => readFileSync(new URL(`../../golden/csv/${name}.csv`, import.meta.url), 'utf8');

/** One minute for an appointment where it was five days. */
const LADDER = csv('ladder').replace('appointed|ready|closed,5,working_days,1wd,', 'appointed|ready|closed,1,clock_minutes,,').replace('5 werkdagen na de melding', '1 minuut na de melding');
const RULES = 'rank,rule,party,reason\n10,alles-wonen,dept:living,Alles naar wonen.\n';

const enterAs = (who, place, options) => staffAt(office, who, place, options);

const outcome = (page) => page.locator('#whatif-outcome');

/** A report of an hour's work ago that has come in. */
async function filed(count) {
	const receipts = [];
	for (let i = 0; i < count; i++) receipts.push(await office.file({}));
	await office.settled();
	return receipts;
}

async function tryText(page, text) {
	await page.getByLabel('Of plak het hier').fill(text);
	await page.getByRole('button', { name: 'Bereken' }).click();
	await outcome(page).waitFor();
}

check('[D4] a manager sees which cases other deadlines would change, and opens one', async () => {
	if (sample) return;
	const [receipt] = await filed(3);
	const page = await enterAs('manager', 'alle');
	await page.getByRole('link', { name: 'Wat als' }).click();
	await page.getByRole('heading', { level: 2, name: 'Wat als' }).waitFor();
	await assertAccessible(page, 'what if, empty');
	await page.getByLabel('Kies een bestand').setInputFiles({ name: 'termijnen.csv', mimeType: 'text/csv', buffer: Buffer.from(LADDER) });
	await page.getByText('Gelezen: termijnen.csv').waitFor();
	await page.getByRole('button', { name: 'Bereken' }).click();
	await outcome(page).waitFor();
	assert.match(await outcome(page).innerText(), /zaken lopen dan anders/);
	await page.waitForFunction(() => document.activeElement?.id === 'whatif-outcome');
	await page.getByText(/^3 zaken, gemeld van/).waitFor();
	const changed = page.locator('tr', { hasText: 'Afspraak maken' }).filter({ hasText: '1 minuut na de melding' });
	await changed.getByText('5 werkdagen na de melding').waitFor();
	await assertAccessible(page, 'what if, deadlines');
	await shot(page, 'whatif-ladder');
	await page.locator('details.whatif__kind').first().getByRole('link', { name: receipt }).first().click();
	await page.locator('#case .receipt', { hasText: receipt }).first().waitFor();
	await page.goBack();
	await outcome(page).waitFor(); /* what was found is still there */
	await page.context().close();
});

check('[D5] a manager sees which cases other rules would send elsewhere, by keyboard alone', async () => {
	if (sample) return;
	const [receipt] = await filed(1);
	const page = await enterAs('manager', 'wat-als');
	const tab = page.getByRole('link', { name: 'Routering' });
	await tab.focus();
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => location.hash === '#/wat-als/routering');
	const text = page.getByLabel('Of plak het hier');
	for (let i = 0; i < 12 && !(await text.evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press('Tab');
	await page.keyboard.insertText(RULES);
	for (let i = 0; i < 12 && !(await page.getByRole('button', { name: 'Bereken' }).evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await outcome(page).waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'whatif-outcome');
	assert.match(await outcome(page).innerText(), /naar een andere partij/);
	const move = page.locator('tr', { hasText: 'Wonen en leefbaarheid' }).first();
	await move.getByText('10 alles-wonen').waitFor();
	assert.ok(await page.getByRole('link', { name: receipt }).count());
	await assertAccessible(page, 'what if, rules');
	await shot(page, 'whatif-rules');
	await page.context().close();
});

check('[D4 D5] what is wrong with a file is said, and nobody else may ask', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'wat-als/termijnen');
	await page.getByRole('button', { name: 'Bereken' }).click();
	await page.getByRole('alert').filter({ hasText: 'Kies eerst een bestand' }).waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'whatif-csv');
	await tryText(page, LADDER.replace('clock_minutes', 'moons'));
	assert.match(await outcome(page).innerText(), /klopt nog niet/);
	await page.getByText('"moons" is geen eenheid').waitFor();
	await assertAccessible(page, 'what if, wrong');
	await shot(page, 'whatif-wrong');
	await page.getByLabel('Gemeld vanaf').fill('2026-02-02');
	await page.getByLabel('Gemeld tot en met').fill('2026-02-01');
	await page.getByRole('button', { name: 'Bereken' }).click();
	await page.getByRole('alert').filter({ hasText: 'De eerste dag' }).waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'whatif-from');
	/* from the page of rules, with the file that is considered there */
	await page.goto(`${office.url}#/regels/versies`);
	await page.locator('input.upload__input').setInputFiles({ name: 'regels.csv', mimeType: 'text/csv', buffer: Buffer.from(RULES) });
	await page.getByRole('button', { name: 'Probeer op zaken van vroeger' }).click();
	await page.waitForFunction(() => location.hash === '#/wat-als/routering');
	assert.equal(await page.getByLabel('Of plak het hier').inputValue(), RULES);
	await page.context().close();
	const desk = await enterAs('kcc', 'alle');
	assert.equal(await desk.getByRole('link', { name: 'Wat als' }).count(), 0);
	await desk.context().close();
});

check('[D4 D5 R68] it reflows from 320 px to a wide desk', async () => {
	if (sample) return;
	await filed(1);
	for (const [width, height] of [[320, 640], [820, 1180], [1920, 1080]]) {
		for (const [place, text] of [['termijnen', LADDER], ['routering', RULES]]) {
			const page = await enterAs('manager', `wat-als/${place}`, { width, height });
			await assertReflows(page, `what if at ${width}`);
			await tryText(page, text);
			await page.locator('table').first().waitFor();
			await assertReflows(page, `outcome at ${width}`);
			await assertAccessible(page, `what if at ${width}`);
			await shot(page, `whatif-${place}-${width}`);
			await page.getByRole('heading', { name: 'Per regel' }).scrollIntoViewIfNeeded();
			await page.locator('table').last().scrollIntoViewIfNeeded();
			await shot(page, `whatif-${place}-${width}-end`);
			await page.context().close();
		}
	}
});

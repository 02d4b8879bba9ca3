/* The page of one case: answers, route, calls, hostile text. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atPlace, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';
import { reportBody } from './report.mjs';

const office = officeOfThisFile();

/** File a report and open its case by clicking its row. */
async function openNew(changes, options) {
	const page = await atPlace(office, 'alle', options);
	const receipt = await office.file(changes);
	await page.locator(`.row [data-receipt="${receipt}"]`).click({ force: true });
	await page.locator('#case .case__id .receipt', { hasText: receipt }).waitFor();
	return { page, receipt };
}

check('[R8 D5] a case shows its party, which rule decided, why, and what was tried before', async () => {
	const { page } = await openNew({});
	const card = page.getByRole('region', { name: 'Partij', exact: true });
	assert.ok((await card.locator('.route__party').innerText()).trim().length > 1);
	await card.getByText('Waarom deze partij?').click();
	assert.match(await card.innerText(), /Regel \d+ besliste: ./);
	assert.match(await card.innerText(), /viel(en)? \d+ regels? af|Dit was de eerste regel/);
	await shot(page, 'case-route');
	await page.context().close();
});

check('[R67 R53] answers stand in Dutch with the reporter\'s own language beneath', async () => {
	const { page } = await openNew({ lang: 'en', words: 'It drips all night.' });
	const said = page.getByRole('region', { name: 'Wat er gemeld is' });
	assert.match(await said.innerText(), /Gemeld in het Engels/);
	const original = said.locator('.original').first();
	assert.equal(await original.getAttribute('lang'), 'en');
	assert.equal(await said.locator('blockquote').getAttribute('lang'), 'en');
	assert.match(await said.locator('blockquote').innerText(), /It drips all night/);
	await page.context().close();
});

check('[R40 R63] receipt, capture time and history stand on the case', async () => {
	const { page, receipt } = await openNew({});
	const text = await page.locator('#case').innerText();
	assert.ok(text.includes(receipt));
	assert.match(text, /Gemeld\s+\w\w \d+ \w+( \d{4})? \d\d:\d\d/);
	assert.ok(await page.locator('.timeline__item').count() >= 1);
	await page.context().close();
});

check('[R41 R42] a call is logged as not reached, stays to do, and is done once reached', async () => {
	const { page, receipt } = await openNew({});
	await page.locator('.call textarea').fill('Niemand nam op.');
	await page.getByRole('button', { name: 'Niet bereikt' }).click();
	await page.getByText('Vastgelegd: niet bereikt').waitFor();
	await page.getByRole('button', { name: 'Gesproken' }).waitFor();
	await page.locator('.timeline').getByText('Niemand nam op.').waitFor();
	await page.getByRole('link', { name: /^Terugbellen/ }).click();
	await page.locator('.row', { has: page.locator(`[data-receipt="${receipt}"]`) }).locator('a').click();
	await page.locator('.call textarea').fill('Monteur komt morgen.');
	await page.getByRole('button', { name: 'Gesproken' }).click();
	await page.getByText('Vastgelegd: u heeft de melder gesproken').waitFor();
	await page.locator('.call').waitFor({ state: 'detached' });
	await page.context().close();
});

check('[R42] who logs a call that a colleague just logged hears that somebody was first', async () => {
	const { page } = await openNew({});
	await page.route('**/api/v1/cases/*', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
	const id = await page.locator('form.call').getAttribute('data-call');
	const done = await page.evaluate(async (call) => {
		const { csrf } = await (await fetch('api/v1/me')).json();
		const reply = await fetch(`api/v1/calls/${call}`, {
			method: 'POST', headers: { 'portiek-csrf': csrf, 'content-type': 'application/json' }, body: '{"result":"reached","note":""}',
		});
		return reply.status;
	}, id);
	assert.ok(done < 300, `the colleague's own call: ${done}`);
	await page.getByRole('button', { name: 'Gesproken' }).click();
	const notice = page.locator('.notice--conflict');
	await notice.waitFor();
	assert.ok((await notice.innerText()).length > 10);
	await shot(page, 'conflict');
	await page.context().close();
});

check('[R36 R68] hostile text stays text: nothing runs, nothing overflows, nothing is turned around', async () => {
	const evil = `<script>alert(1)</script><img src=x onerror=alert(2)> ${'lang'.repeat(120)} \u202Eneerhcs`;
	const { page } = await openNew({
		words: evil, contact: { name: '"><svg onload=alert(3)>', phone: '0612345678', mail: '', via: 'phone' },
	}, { width: 1280, height: 800 });
	const quote = page.locator('.words blockquote');
	const text = await quote.innerText();
	assert.ok(text.includes('<script>alert(1)</script>'), 'shown as it was typed');
	assert.ok(!text.includes('\u202E'), 'no override of direction');
	assert.equal(await page.locator('#case script, #case img, #case svg[onload]').count(), 0);
	const [wide, room] = await page.evaluate(() => {
		const pane = /** @type {HTMLElement} */ (document.querySelector('#case'));
		return [pane.scrollWidth, pane.clientWidth];
	});
	assert.ok(wide <= room, `${wide} px of text in ${room}`);
	assert.deepEqual(page.troubles, []);
	await shot(page, 'hostile');
	await page.context().close();
});

check('[R49 R50] the phone desk enters the same pages from the office, and its report comes in as a call', async () => {
	const page = await atPlace(office, sample ? 'alle' : 'melding');
	if (sample) return;
	const [desk] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: /Met plaatjes/ }).click()]);
	await page.goto(`${office.url}#/alle`);
	await desk.waitForLoadState();
	assert.match(desk.url(), /\/melden\/nl\/$/);
	assert.ok((await desk.locator('h1').first().innerText()).length > 3);
	if (!sample) {
		const known = await desk.evaluate(async () => {
			const json = async (path) => (await fetch(path)).json();
			const [{ version }, { dwellings }] = [await json('/melden/catalogue.json'), await json('/melden/api/v1/dwellings?street=l&number=1')];
			return { version, unit: dwellings[0].key };
		});
		const receipt = await desk.evaluate(async (body) => {
			const reply = await fetch('/melden/api/v1/reports', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
			return reply.ok ? (await reply.json()).receipt : `${reply.status} ${await reply.text()}`;
		}, reportBody(known.version, known.unit));
		const row = page.locator('.row', { has: page.locator(`[data-receipt="${receipt}"]`) });
		await row.waitFor();
		assert.match(await row.locator('.row__side').textContent(), /Telefoon/);
	}
	await page.context().close();
});

check('[R55] a report about people is closed to a role that does not need it', async () => {
	if (sample) return;
	const receipt = await office.file({
		branch: 'surroundings', kind: 'nuisance', unit: null, room: null, object: null, fault: 'GEL', cause: 'people', place: { code: 'PORTIEK' },
		suspect: null, when: null, words: 'De buurman op nummer 9 draait elke nacht muziek.',
	});
	const page = await newPage(office);
	const { name, password } = office.as('planner');
	await page.goto(`${office.url}#/alle`);
	await page.getByLabel('Gebruikersnaam').fill(name);
	await page.getByLabel('Wachtwoord').fill(password);
	await page.keyboard.press('Enter');
	const row = page.locator('.row', { has: page.locator(`[data-receipt="${receipt}"]`) });
	await row.waitFor();
	assert.match(await row.innerText(), /Afgeschermde melding/);
	await row.locator('a').click();
	await page.locator('#case').getByText('Afgeschermd', { exact: true }).waitFor();
	assert.ok(!(await page.content()).includes('buurman'));
	await shot(page, 'restricted');
	await page.context().close();
});

check('[R8] a case no rule matched waits in its own queue until a person gives it a party, with a reason', async () => {
	if (sample) return;
	const folder = mkdtempSync(join(tmpdir(), 'portiek-rules-'));
	const rules = join(folder, 'rules.csv');
	writeFileSync(rules, 'rank,rule,branch,party,reason\n10,noodgeval,alarm,dept:phone,"Een noodmelding gaat naar het klantcontactcentrum."\n');
	office.stack.office('import', 'rules', rules);
	const receipt = await office.file({});
	const page = await atPlace(office, 'uitzonderingen');
	await page.locator(`[data-receipt="${receipt}"]`).click({ force: true });
	await page.getByRole('region', { name: 'Partij', exact: true }).getByText('Nog geen partij').waitFor();
	await page.locator('.case__act [data-step="assign"]').click();
	const form = page.locator('.step');
	await form.getByLabel('Partij').fill('reparatie');
	await page.locator('.picker__list li').first().click();
	await form.getByLabel('Toelichting').fill('Past bij geen enkele regel.');
	await form.getByRole('button', { name: 'Wijs toe' }).click();
	await page.getByText('Vastgelegd: Wijs toe').waitFor();
	await form.waitFor({ state: 'detached' });
	await page.locator('.timeline').getByText('Past bij geen enkele regel.').waitFor();
	await shot(page, 'assigned');
	await page.context().close();
	rmSync(folder, { recursive: true });
});

/* A supplier behind a personal link, on a phone: reads one question, answers it, reports a repair with a
 * photo; without an account, and without script where script is not needed. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, clerk, newPage, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();
const PHONE = { width: 360, height: 740, hasTouch: true };

/** A case whose supplier was asked for data; the leader who asked. */
async function asked() {
	const receipt = await office.file({
		branch: 'energy', kind: 'question', unit: 'ZONNEWEIDE-001', room: null, object: null, fault: null,
		words: 'Het schermpje in de meterkast doet niets meer.', suspect: null, when: null,
	});
	await office.settled();
	const [desk, lead] = [await clerk(office, 'kcc'), await clerk(office, 'leider')];
	let nr = 0;
	await office.stack.until(async () => {
		const { cases } = await desk.ask('/api/v1/cases?view=all');
		nr = cases.find((/** @type {any} */ c) => c.receipt === receipt)?.nr ?? 0;
		return nr > 0;
	}, 'the case in the office');
	await desk.step(nr, 'refer', { party: 'nulpunt', medium: 'print' });
	await desk.step(nr, 'return', { reason: 'dissatisfied', note: 'niemand belt terug' });
	await lead.step(nr, 'accept');
	await lead.step(nr, 'contact', { medium: 'phone', note: 'huurder gesproken' });
	await lead.step(nr, 'investigate', { note: 'geen meetgegevens', data_here: 'no' });
	await lead.step(nr, 'ask', { party: 'meetwijzer', text: 'Stuur de meetgegevens van november.', due: '2099-12-01' });
	const link = async () => office.url.replace(/\/$/, '') + (await lead.ask(`/api/v1/cases/${nr}`)).outside[0].url.replace(/^https?:\/\/[^/]+/, '');
	return { nr, lead, link };
}

check('[R23] a supplier answers a question on a phone, without an account and without script', async () => {
	if (sample) return;
	const { nr, lead, link } = await asked();
	const page = await newPage(office, { ...PHONE, javaScriptEnabled: false });
	await page.goto(await link());
	await page.getByText('Stuur de meetgegevens van november.').waitFor();
	assert.doesNotMatch(await page.locator('body').innerText(), /M\. de Vries|0612345678/, 'a question needs no tenant');
	await shot(page, 'link-question-360');
	await page.locator('textarea').fill('Het scherm staat sinds maandag uit.');
	await page.locator('button').first().click();
	await page.getByText('Dank u wel').waitFor();
	await shot(page, 'link-thanks-360');
	assert.equal((await lead.ask(`/api/v1/cases/${nr}`)).state, 'investigating');
	await page.context().close();
});

check('[R22 R23] a repair is reported ready with a photo, from a phone', async () => {
	if (sample) return;
	const { nr, lead, link } = await asked();
	await lead.step(nr, 'answer', { text: 'scherm uit' });
	await lead.step(nr, 'result', { text: 'Het scherm is stuk.', found: 'DEFECT' });
	await lead.step(nr, 'present', { medium: 'phone', note: 'huurder blij' });
	await lead.step(nr, 'ask_repair', { party: 'nulpunt', text: 'Vervang het scherm.', due: '2099-12-05' });
	const address = await link();
	for (const [width, height] of [[1280, 900], [360, 740]]) {
		const page = await newPage(office, { width, height });
		await page.goto(address);
		await page.getByText('Vervang het scherm.').waitFor();
		await assertAccessible(page, `link at ${width}`);
		await assertReflows(page, `link at ${width}`);
		const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), textarea')]
			.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 60)));
		assert.deepEqual(small, [], 'nothing too small for a thumb');
		await shot(page, `link-repair-${width}`);
		if (width === 1280) { await page.context().close(); continue; }
		await page.setInputFiles('#file', { name: 'na de klus.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a00000000', 'hex') });
		await page.getByRole('button', { name: 'Verstuur bestand' }).click();
		await page.getByText('Ontvangen: na de klus.png').waitFor();
		await page.setInputFiles('#file', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('<html>') });
		await page.getByRole('button', { name: 'Verstuur bestand' }).click();
		await page.locator('[data-state]', { hasText: /\w/ }).waitFor();
		const form = page.locator('form:has(input[value="ready"])');
		await form.getByLabel(/Wie/).fill('Monteur Jansen');
		await form.locator('input[type="date"]').fill('2026-11-26');
		await form.getByLabel(/Wat/).fill('scherm vervangen');
		await form.getByRole('button').click();
		await page.getByText('Dank u wel').waitFor();
		assert.deepEqual(page.troubles, []);
		await page.context().close();
	}
	const done = await lead.ask(`/api/v1/cases/${nr}`);
	assert.equal(done.state, 'ready');
	assert.equal(done.evidence.length, 1);
});

check('[R23] a link nobody knows says so plainly', async () => {
	if (sample) return;
	const page = await newPage(office, PHONE);
	await page.goto(`${office.url}l/12-abcdef`);
	await page.getByText(/kennen wij niet/).waitFor();
	await assertAccessible(page, 'unknown link');
	await shot(page, 'link-unknown-360');
	await page.context().close();
});

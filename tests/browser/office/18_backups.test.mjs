/* Copies of database and files on the page of administration. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();
const SIZES = { wide: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 }, phone: { width: 320, height: 720 } };

async function enterAs(name, place) {
	const page = await newPage(office);
	const login = office.as(name);
	await page.goto(`${office.url}#/${place}`);
	await page.getByLabel('Gebruikersnaam').fill(login.name);
	await page.getByLabel('Wachtwoord').fill(login.password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
	return page;
}

async function inAllSizes(page, name) {
	for (const [size, box] of Object.entries(SIZES)) {
		await page.setViewportSize(box);
		await assertReflows(page, `${name} ${size}`);
		await shot(page, `${name}-${size}`);
	}
	await page.setViewportSize(SIZES.wide);
}

check('[R60 R62] an administrator sees whether a good copy exists and makes one by keyboard; row 74', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'reservekopieen');
	await page.getByText('Er is nog geen goede reservekopie.').waitFor();
	await assertAccessible(page, 'no copy yet');
	await inAllSizes(page, 'backups-none');
	await page.getByRole('button', { name: 'Maak nu een reservekopie' }).focus();
	await page.keyboard.press('Enter');
	await page.getByText('Goed, de nieuwste').waitFor();
	await page.getByText('De laatste goede kopie is van').waitFor();
	assert.equal(await page.getByText('Er is nog geen goede reservekopie.').count(), 0);
	assert.match(await page.locator('.backups__command').innerText(), /^portiek-central restore --data \S+ \S+\/portiek-\d{8}T\d{6}Z\.db$/);
	await page.getByText('door beheer').waitFor();
	await assertAccessible(page, 'a good copy');
	await inAllSizes(page, 'backups-good');
	assert.deepEqual(page.troubles, []);
});

check('[R60] a manager sees the copies and has no button; a phone desk has no such page', async () => {
	if (sample) return;
	const page = await enterAs('manager', 'reservekopieen');
	await page.getByText('Goed, de nieuwste').waitFor();
	assert.equal(await page.getByRole('button', { name: 'Maak nu een reservekopie' }).count(), 0);
	const desk = await enterAs('kcc', 'alle');
	assert.equal(await desk.getByRole('link', { name: 'Reservekopieën' }).count(), 0);
});

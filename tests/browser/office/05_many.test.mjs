/* An inbox longer than what is loaded. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { atPlace, check, officeOfThisFile, rowOf, sample } from './office.mjs';

const office = officeOfThisFile();

check('[R66] in a list longer than the screen a new case still shows itself, on top', async () => {
	if (sample) return;
	for (let i = 0; i < 101; i += 1) await office.file({});
	await office.settled();
	const page = await atPlace(office, 'alle');
	await page.getByRole('button', { name: 'Toon meer zaken' }).waitFor();
	const receipt = await office.file({});
	await rowOf(page, receipt).waitFor();
	assert.match(await page.locator('.list__group').first().innerText(), /Zojuist binnen/);
	await page.getByRole('button', { name: 'Toon meer zaken' }).click();
	await page.getByRole('button', { name: 'Toon meer zaken' }).waitFor({ state: 'detached' });
	assert.ok(await page.locator('.row').count() > 101);
	assert.equal(await rowOf(page, receipt).count(), 1, 'once, at its own place');
	await page.getByLabel('Toon kanaal').selectOption('phone');
	await page.getByText('Geen zaak in deze weergave past').waitFor();
	await page.context().close();
});

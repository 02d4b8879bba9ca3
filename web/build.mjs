/* Build the browser side into web/dist (never committed): hashed bundles, the service worker, the
 * icons the pages use and manifest.json, which tells the site generator how the files are called.
 *
 *   node build.mjs            build once and print the sizes
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');
const kiosk = join(here, 'kiosk');
const modules = join(here, 'node_modules');
const SETS = {
	own: join(kiosk, 'icons'),
	lucide: join(modules, 'lucide-static/icons'),
	tabler: join(modules, '@tabler/icons/icons/outline'),
};
/* Licences that travel with what is served; esbuild keeps the notices inside the files as well. */
const LICENCES = {
	'utrecht-component-library-css': '@utrecht/component-library-css/LICENSE.md',
	'voorbeeld-design-tokens': '@nl-design-system-unstable/voorbeeld-design-tokens/LICENSE.md',
	'noto-sans': '@fontsource-variable/noto-sans/LICENSE',
	'simple-keyboard': 'simple-keyboard/LICENSE',
	'lean-qr': 'lean-qr/LICENSE',
	uplot: 'uplot/LICENSE',
	lucide: 'lucide-static/LICENSE',
	'tabler-icons': '@tabler/icons/LICENSE',
};

/** @param {string} path @returns {Promise<string[][]>} the words of each line */
async function table(path) {
	if (!existsSync(path)) return [];
	const text = await readFile(path, 'utf8');
	return text.split('\n').map((line) => line.trim().split(/\s+/)).filter((row) => row[0]);
}

/** @param {string} name @param {string} [set] @returns {string} file of a drawing */
function findIcon(name, set) {
	const sets = set ? [set] : name.startsWith('own-') ? ['own'] : ['lucide', 'tabler'];
	for (const key of sets) {
		const path = join(SETS[/** @type {keyof SETS} */ (key)], `${name}.svg`);
		if (existsSync(path)) return path;
	}
	throw new Error(`icon ${name}: not in ${sets.join(', ')}`);
}

/** One line, no size, no class: the page's own style decides. @param {string} svg */
export function slimIcon(svg) {
	const inside = svg
		.replace(/<!--.*?-->/gs, '')
		.replace(/^[^]*?<svg[^>]*>/, '')
		.replace(/<\/svg>[^]*$/, '')
		.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '')
		.replace(/\s+/g, ' ')
		.replace(/> </g, '><')
		.replace(/ \/>/g, '/>')
		.trim();
	return '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
		+ ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
		+ `${inside}</svg>\n`;
}

async function buildIcons() {
	const out = join(dist, 'icons');
	await mkdir(out, { recursive: true });
	const wanted = new Map();
	for (const [name, set] of await table(join(here, 'catalogue/icons.txt'))) wanted.set(name, findIcon(name, set));
	for (const [name] of await table(join(kiosk, 'icons/frame.txt'))) wanted.set(name, findIcon(name));
	for (const [name, drawing] of await table(join(kiosk, 'icons/fixed.txt'))) wanted.set(name, findIcon(drawing));
	for (const [name, path] of wanted)
		await writeFile(join(out, `${name}.svg`), slimIcon(await readFile(path, 'utf8')));
	return wanted.size;
}

async function buildKiosk() {
	const names = 'assets/[name].[hash]';
	const result = await build({
		entryPoints: { kiosk: join(kiosk, 'js/main.js'), look: join(kiosk, 'theme/kiosk.css') },
		outdir: dist,
		bundle: true,
		splitting: true,
		minify: true,
		format: 'esm',
		target: ['chrome109', 'firefox121', 'safari16.4'],
		entryNames: names,
		chunkNames: names,
		assetNames: names,
		loader: { '.woff2': 'file' },
		metafile: true,
		legalComments: 'eof',
		logLevel: 'warning',
	});
	const early = await build({
		entryPoints: { early: join(kiosk, 'js/early.js') }, entryNames: names, metafile: true,
		outdir: dist, bundle: true, minify: true, format: 'iife', target: ['chrome109', 'firefox121', 'safari16.4'], logLevel: 'warning',
	});
	await build({
		entryPoints: { sw: join(kiosk, 'js/sw.js') },
		outdir: dist, bundle: true, minify: true, format: 'iife', target: 'chrome109', logLevel: 'warning',
	});
	await copyFile(join(kiosk, 'icons/favicon.svg'), join(dist, 'assets/favicon.svg'));
	/** @type {Record<string, string>} */
	const manifest = { 'sw.js': 'sw.js', 'favicon.svg': 'assets/favicon.svg' };
	for (const [path, output] of Object.entries({ ...result.metafile.outputs, ...early.metafile.outputs })) {
		const file = relative(dist, join(process.cwd(), path));
		const name = basename(file).replace(/\.[A-Z0-9]{8}(?=\.)/i, '');
		const key = output.entryPoint?.endsWith('main.js') ? 'kiosk.js'
			: output.entryPoint?.endsWith('kiosk.css') ? 'kiosk.css' : name;
		manifest[key] = file;
	}
	await writeFile(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
	return manifest;
}

async function copyLicences() {
	const out = join(dist, 'licences');
	await mkdir(out, { recursive: true });
	for (const [name, path] of Object.entries(LICENCES)) {
		const from = join(modules, path);
		if (existsSync(from)) await copyFile(from, join(out, `${name}.txt`));
	}
}

async function sizes() {
	const rows = [];
	for (const name of await readdir(join(dist, 'assets'))) {
		const bytes = await readFile(join(dist, 'assets', name));
		rows.push(`${name} ${bytes.length} ${gzipSync(bytes, { level: 9 }).length}`);
	}
	return rows;
}

export async function buildAll() {
	await rm(dist, { recursive: true, force: true });
	await mkdir(join(dist, 'assets'), { recursive: true });
	const icons = await buildIcons();
	await buildKiosk();
	await copyLicences();
	if (existsSync(join(here, 'staff/main.js'))) {
		const { buildStaff } = await import('./staff/build.mjs');
		await buildStaff();
	}
	return icons;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const icons = await buildAll();
	console.log(`${icons} icons`);
	for (const row of await sizes()) console.log(row);
}

/* Bundle the office app into web/dist/staff: index.html at the root, hashed files in assets/.
 * The folder stands on its own, every link in it is relative, nothing inline: it is packed into
 * share/staff.sqlar and served under a strict content security policy.
 *
 *   node web/staff/build.mjs            build once, print the sizes
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, '..', 'dist', 'staff');

/**
 * @param {{ minify?: boolean, out?: string }} [options]
 * @returns {Promise<{ file: string, bytes: number, gzip: number }[]>} what was written
 */
export async function buildStaff(options = {}) {
	const out = options.out ?? dist;
	await rm(out, { recursive: true, force: true });
	await mkdir(out, { recursive: true });
	const result = await build({
		entryPoints: { staff: join(here, 'main.js'), look: join(here, 'staff.css'), icon: join(here, 'icon.svg') },
		outdir: out,
		bundle: true,
		minify: options.minify ?? true,
		format: 'esm',
		target: ['chrome109', 'firefox115', 'safari16.4'],
		entryNames: 'assets/[name].[hash]',
		assetNames: 'assets/[name].[hash]',
		chunkNames: 'assets/[name].[hash]',
		splitting: true, /* charts are fetched by who looks at them */
		loader: { '.svg': 'text', '.woff2': 'file' },
		plugins: [copyIcon],
		metafile: true,
		legalComments: 'linked',
		logLevel: 'warning',
	});
	for (const name of Object.keys(result.metafile.outputs)) {
		if (name.endsWith('.css')) await writeFile(name, dropUnusedTokens(await readFile(name, 'utf8')));
	}
	const files = Object.keys(result.metafile.outputs).map((name) => relative(out, join(process.cwd(), name)));
	const find = (/** @type {RegExp} */ pattern) => files.find((name) => pattern.test(name)) ?? '';
	const page = (await readFile(join(here, 'index.html'), 'utf8'))
		.replace('%CSS%', find(/look\.\w+\.css$/))
		.replace('%JS%', find(/staff\.\w+\.js$/))
		.replace('%ICON%', find(/icon\.\w+\.svg$/));
	await writeFile(join(out, 'index.html'), page);
	/* the page behind a personal link (server/letters/link-page.mustache) */
	for (const name of ['link.css', 'link.js']) await copyFile(join(here, name), join(out, name));
	return Promise.all([...files, 'index.html'].map(async (file) => {
		const bytes = await readFile(join(out, file));
		return { file, bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
	}));
}

/**
 * The token set has some 2,400 custom properties and a page uses a tenth: what no declaration asks
 * for, directly or through another token, is left out.
 * @param {string} css minified
 */
export function dropUnusedTokens(css) {
	const declaration = /(?<=[{;]|\*\/)(--[\w-]+):((?:"[^"]*"|'[^']*'|[^;{}"'])*)(?:;|(?=\}))/g;
	/** @type {Map<string, string[]>} */
	const asks = new Map();
	const asked = (/** @type {string} */ text) => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map((m) => String(m[1]));
	for (const [, name, value] of css.matchAll(declaration)) asks.set(String(name), [...asks.get(String(name)) ?? [], ...asked(String(value))]);
	const used = new Set();
	const queue = asked(css.replace(declaration, ''));
	for (let name = queue.pop(); name; name = queue.pop()) {
		if (used.has(name)) continue;
		used.add(name);
		queue.push(...asks.get(name) ?? []);
	}
	return css.replace(declaration, (all, name) => (used.has(name) ? all : ''));
}

/* The page's own icon is an entry of its own and must come out as a file, not as text. */
const copyIcon = {
	name: 'copy-icon',
	/** @param {import('esbuild').PluginBuild} run */
	setup(run) {
		run.onLoad({ filter: /staff\/icon\.svg$/ }, async (args) => ({
			contents: await readFile(args.path), loader: 'copy',
		}));
	},
};

if (process.argv[1] && basename(process.argv[1]) === 'build.mjs' && process.argv[1].includes('staff')) {
	for (const row of await buildStaff()) console.log(`${row.file} ${row.bytes} ${row.gzip}`);
}

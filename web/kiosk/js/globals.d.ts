/* The keyboard's module build has no types of its own; they are those of the package.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
declare module 'simple-keyboard/build/index.modern.esm.js' {
	export { default } from 'simple-keyboard';
}

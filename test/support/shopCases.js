/** Orders of public shops and reports, each with what its buyer owed. n8n's lint keeps node:fs out of .ts files. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = join(__dirname, '../shops/cases');
const SHOPS = { shopify: 'shopify', woo: 'woocommerce', magento: 'magento' };

/**
 * @typedef {{ name: string, shop: string, about: string, expect: Record<string, unknown>, items: object[] }} ShopCase
 * @returns {ShopCase[]} `items` are what arrives at the node, one for each order or list of them
 */
function shopCases() {
	return readdirSync(FOLDER)
		.sort()
		.map((file) => {
			const {
				template,
				about = '',
				expect = {},
				body,
				bodies,
			} = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
			return {
				name: file.replace(/\.json$/, ''),
				shop: SHOPS[template],
				about,
				expect,
				items: body?.__raw ?? bodies ?? [{ body }],
			};
		});
}

module.exports = { shopCases };

/** The shops whose orders are read as they are. A new shop is one file or folder here, and one entry in this list. */
import { anyShop } from './anyShop';
import { bigCommerce } from './bigcommerce';
import { magento } from './magento';
import type { Shop } from './shop';
import { shopify } from './shopify';
import { wooCommerce } from './woocommerce';

export const SHOPS: Shop[] = [anyShop, bigCommerce, magento, shopify, wooCommerce];

// SPDX-License-Identifier: MIT
// A small request whose bill is worked by hand.
//
// March has 31 days. m1 is active_billed all month: 9.30 × 31/31 = 9.30. m2 from the 17th: 15 days, 9.30 × 15/31
// = 4.50. m1 uses 3 MB, 1 MB is included for the full month, 2 MB above it at 0.10 are 0.20. Together 14.00, VAT of
// 20 % 2.80, total 16.80.

export const session = {
  id: 's1', device: 'm1', kind: 'data', start: '2026-03-10T08:00:00Z', end: '2026-03-10T08:05:00Z',
  quantity: 3145728,
};

export const csvHeader = 'id,device,kind,start,end,quantity\n';
export const csvRecord = 's1,m1,data,2026-03-10T08:00:00Z,2026-03-10T08:05:00Z,3145728\n';

export function request(changes = {}) {
  return {
    schema: 'samebill/request/1',
    catalog: {
      schema: 'samebill/catalog/1', id: 'meters', version: '2026-01', currency: 'EUR',
      plans: [{
        id: 'basic', access_fee: { amount: '9.30' }, included: { data: '1 MB' },
        overage: { data: { price: '0.10', per: 'MB' } },
      }],
      taxes: [{ id: 'vat', name: 'VAT', jurisdiction: 'XX', rate: '0.2', categories: ['access', 'usage'] }],
    },
    account: {
      schema: 'samebill/account/1', id: 'waterworks', agreement: { from: '2026-01-01' },
      tax: { jurisdictions: ['XX'] }, devices: [{ id: 'm1' }, { id: 'm2' }],
    },
    events: [
      { at: '2026-03-01T00:00:00Z', type: 'provision', device: 'm1', plan: 'basic' },
      { at: '2026-03-01T00:00:00Z', type: 'activate', device: 'm1' },
      { at: '2026-03-17T10:00:00Z', type: 'provision', device: 'm2', plan: 'basic' },
      { at: '2026-03-17T10:00:00Z', type: 'activate', device: 'm2' },
    ],
    usage: [session],
    from: '2026-03', through: '2026-03',
    ...changes,
  };
}

export const lines = [
  { type: 'access_fee', device: 'm1', amount: '9.30' },
  { type: 'access_fee', device: 'm2', amount: '4.50' },
  { type: 'overage', device: 'm1', amount: '0.20' },
];
export const sums = {
  subtotal: '14.00', tax_total: '2.80', total: '16.80', adjustment_total: '0.00', amount_due: '16.80',
};

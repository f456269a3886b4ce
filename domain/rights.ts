/** What a role can permit. A refusal names the missing one, so these are permanent and readable. */
export const rights = [
  'master-data.read',
  'master-data.edit',
  'policy.read',
  'lot.read',
  'receipt.create',
  'receipt.read',
  'goods.announce',
  'document.attach',
  'document.read',
  'certificate.record',
  'inspection.record',
  'temperature.record',
  'stock.move',
  'stock.move-held',
  'stock.pick',
  'release.approve',
  'order.allocate',
  'shipment.record',
  'return.receive',
  'return.decide',
  'hold.place',
  'hold.read',
  'review.read',
  'review.attach-evidence',
  'review.decide',
  'review.extend',
  'review.cancel',
  'outcome.confirm',
  'disposal.read',
  'disposal.approve',
  'disposal.destroy',
  'disposal.witness',
  'disposal.settle',
  'write-off.read',
  'task.read',
  'task.work',
  'task.reassign',
  'audit.read',
  'user.administer',
  'role.administer',
  'grant.delegate',
  'api-key.administer',
  'calendar.edit',
  'notification.administer',
  'history.import',
] as const;
export type Right = (typeof rights)[number];

/**
 * What nobody hands over with a delegation: whoever stands in for an administrator would otherwise make rights for themselves
 * or for the one they stand in for, and a delegation would go on to a third person.
 */
const notDelegable: readonly Right[] = [
  'user.administer',
  'role.administer',
  'api-key.administer',
  'grant.delegate',
  'history.import',
];
export const isDelegable = (right: Right): boolean => !notDelegable.includes(right);

const reading: readonly Right[] = [
  'master-data.read',
  'policy.read',
  'lot.read',
  'receipt.read',
  'document.read',
  'hold.read',
  'review.read',
  'disposal.read',
  'task.read',
];
const working: readonly Right[] = [...reading, 'task.work', 'grant.delegate'];
const onTheFloor: readonly Right[] = [...working, 'document.attach', 'stock.move', 'hold.place', 'disposal.witness'];
const receiving: readonly Right[] = [
  ...onTheFloor,
  'receipt.create',
  'certificate.record',
  'temperature.record',
  'return.receive',
];
const inspecting: readonly Right[] = [
  ...onTheFloor,
  'certificate.record',
  'inspection.record',
  'temperature.record',
  'stock.move-held',
  'review.attach-evidence',
  'audit.read',
];
/** Whoever approves may inspect as well; on one lot the two do not meet in one person (`domain/segregation.ts`). */
const approving: readonly Right[] = [
  ...inspecting,
  'review.decide',
  'review.extend',
  'outcome.confirm',
  'disposal.approve',
  'disposal.destroy',
  'write-off.read',
  'release.approve',
];

export const roles = [
  'receiver',
  'pack_room',
  'warehouse_lead',
  'order_desk',
  'quality_inspector',
  'quality_approver',
  'quality_manager',
  'recall_coordinator',
  'transport',
  'finance',
  'customer_service',
  'executive_viewer',
  'master_data_steward',
  'integrator',
  'auditor',
  'administrator',
  'system',
] as const;
export type Role = (typeof roles)[number];

/** The rights a role starts with. They are written to the database once and from then on belong to it. */
export const installedRoles: Record<Role, readonly Right[]> = {
  receiver: receiving,
  pack_room: [...onTheFloor, 'stock.pick'],
  warehouse_lead: [
    ...receiving,
    'stock.move-held',
    'stock.pick',
    'shipment.record',
    'outcome.confirm',
    'disposal.destroy',
  ],
  order_desk: [...working, 'goods.announce', 'order.allocate'],
  quality_inspector: inspecting,
  quality_approver: approving,
  quality_manager: [
    ...approving,
    'review.cancel',
    'task.reassign',
    'return.decide',
    'disposal.settle',
    'calendar.edit',
  ],
  recall_coordinator: [...onTheFloor, 'audit.read'],
  transport: [...working, 'shipment.record', 'outcome.confirm', 'disposal.witness'],
  finance: [...working, 'write-off.read', 'audit.read'],
  customer_service: [...working, 'document.attach'],
  executive_viewer: [...reading, 'grant.delegate'],
  master_data_steward: [...working, 'master-data.edit', 'document.attach', 'certificate.record'],
  integrator: [
    ...reading,
    'goods.announce',
    'receipt.create',
    'document.attach',
    'certificate.record',
    'inspection.record',
    'temperature.record',
    'stock.move',
  ],
  auditor: [...reading, 'write-off.read', 'audit.read'],
  administrator: [
    ...reading,
    'master-data.edit',
    'user.administer',
    'role.administer',
    'api-key.administer',
    'audit.read',
    'task.reassign',
    'calendar.edit',
    'notification.administer',
    'history.import',
  ],
  system: rights,
};

import { type Right, type Role, rights } from './rights.ts';

const reading: readonly Right[] = [
  'master-data.read',
  'policy.read',
  'lot.read',
  'receipt.read',
  'document.read',
  'hold.read',
  'review.read',
  'disposal.read',
  'release.read',
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
/** Whoever proposes a rule, a second person approves it. */
const proposing: readonly Right[] = ['policy.propose', 'legal-hold.read', 'legal-hold.place', 'legal-hold.release'];
const inspecting: readonly Right[] = [
  ...onTheFloor,
  'certificate.record',
  'inspection.record',
  'temperature.record',
  'stock.move-held',
  'review.attach-evidence',
  'audit.read',
  'master-data.propose',
  'master-data.block',
];
/** Whoever approves may inspect as well; on one lot the two do not meet in one person (`domain/segregation.ts`). */
const approving: readonly Right[] = [
  ...inspecting,
  'review.decide',
  'review.extend',
  'outcome.confirm',
  'disposal.approve',
  'disposal.extend',
  'disposal.destroy',
  'write-off.read',
  'release.approve',
];

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
  order_desk: [...working, 'goods.announce', 'order.allocate', 'master-data.propose'],
  quality_inspector: inspecting,
  quality_approver: approving,
  quality_manager: [
    ...approving,
    'master-data.approve',
    'review.cancel',
    'task.reassign',
    'return.decide',
    'disposal.settle',
    'calendar.edit',
    'release.approve-as-manager',
    'release.urgent',
    ...proposing,
    'policy.approve',
  ],
  recall_coordinator: [...onTheFloor, 'audit.read'],
  transport: [...working, 'shipment.record', 'outcome.confirm', 'disposal.witness'],
  finance: [...working, 'write-off.read', 'write-off.value', 'audit.read'],
  customer_service: [...working, 'document.attach'],
  executive_viewer: [...reading, 'grant.delegate'],
  master_data_steward: [
    ...working,
    'master-data.edit',
    'master-data.propose',
    'master-data.approve',
    'master-data.block',
    'document.attach',
    'certificate.record',
  ],
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
  auditor: [...reading, 'write-off.read', 'audit.read', 'access.review', 'legal-hold.read', 'legal-hold.place'],
  administrator: [
    ...reading,
    ...proposing,
    'policy.approve',
    'master-data.edit',
    'master-data.propose',
    'user.administer',
    'role.administer',
    'api-key.administer',
    'access.review',
    'audit.read',
    'task.reassign',
    'calendar.edit',
    'notification.administer',
    'history.import',
  ],
  system: rights,
};

import { destructionPaperKinds } from './destruction.ts';
import { type DescribedPolicy, number, permitted, required } from './policy-definition.ts';

/** How much is inspected before a release, from the most lenient to the strictest. */
const samplingLevels = ['skip', 'reduced', 'normal', 'tightened'] as const;
/** Effectiveness checks of a recall (FDA): nobody, 2 %, 10 %, a share above that, everybody is asked. The strictest last. */
const effectivenessLevels = ['E', 'D', 'C', 'B', 'A'] as const;

const effectiveness = (installed: (typeof effectivenessLevels)[number], recallClass: string) =>
  ({
    type: 'choice',
    options: effectivenessLevels,
    stricter: 'later',
    installed,
    meaning: `Effectiveness checks of a class ${recallClass} recall: A everybody, B a share, C 10 %, D 2 %, E nobody`,
  }) as const;

/** Who and what a decision about stock needs. */
export const decisionPolicies = {
  sampling_level: {
    type: 'choice',
    options: samplingLevels,
    stricter: 'later',
    installed: 'normal',
    meaning: "How many samples are taken before a release, by the item's sampling plan",
  },
  release_approvals: {
    ...number('people', '1', '2', 0),
    stricter: 'higher',
    installed: '1',
    meaning: 'How many approve a release, none of whom received or inspected',
  },
  release_approvals_in_order: required(
    false,
    "The second approval of a release is a quality manager's and follows the first; otherwise both come in any order",
  ),
  urgent_release_allowed: permitted(true, 'Stock may be released before its results are in, by the right for it'),
  conditional_release_allowed: permitted(true, 'Stock may be released for some customers or until a day only'),
  disposal_approvals: {
    ...number('people', '1', '3', 0),
    stricter: 'higher',
    installed: '2',
    meaning: 'How many people approve a disposal, the one who decided it among them',
  },
  disposal_witness_required: required(true, 'Somebody who did not decide sees a disposal carried out and says so'),
  disposal_witness_from_value: {
    ...number("the owner's currency", '0', '100000000', 2),
    stricter: 'lower',
    installed: '0',
    meaning: 'Where a witness is required: from which value on at cost. Cheaper goods need none',
  },
  destruction_certificate_required: required(true, 'A disposal ends with a certificate of destruction'),
  disposal_papers_required: {
    type: 'list',
    options: destructionPaperKinds,
    stricter: 'more',
    installed: [],
    meaning: 'What proves a destruction beside its certificate: photos, the weighbridge ticket, the transport document',
  },
  effectiveness_level_class_1: effectiveness('A', 'I'),
  effectiveness_level_class_2: effectiveness('B', 'II'),
  effectiveness_level_class_3: effectiveness('D', 'III'),
  master_data_minor_changes_alone: permitted(
    false,
    'A change of nothing but names of master data needs no second person',
  ),
  reason_code_required: required(false, 'Whoever gives a reason names a code of the governed list beside the words'),
} as const satisfies Record<string, DescribedPolicy>;

import type { StockState } from '#domain/conditions.ts';
import type { ReceiptDefectCode } from '#domain/receipt-facts.ts';

type Stated<Value> = Value | null | undefined;

export type StatedDelivery = {
  site: string;
  owner: string;
  supplier: string;
  /** The receiver's own number; made up when left out. */
  number?: Stated<string>;
  /** ISO 8601; now, unless it is reported late. */
  happenedAt?: string | undefined;
  purchaseOrder?: Stated<string>;
  advanceNotice?: Stated<string>;
  /** Type and number, as of a bill of lading: 21 CFR 1.1345(a)(8). */
  referenceDocument?: Stated<{ type: string; number: string }>;
  arrivalTemperatureCelsius?: Stated<string>;
  lines: readonly StatedDeliveryLine[];
  /** Documents and photos about the delivery as a whole. */
  documentIds?: readonly string[] | undefined;
};

/** What the dock states of one line. `item` is its code or a GTIN of it; a quantity is a decimal string. */
export type StatedDeliveryLine = {
  item: string;
  location: string;
  quantity?: Stated<string>;
  unit?: Stated<string>;
  supplierLotNumber?: Stated<string>;
  traceabilityLotCode?: Stated<string>;
  traceabilityLotCodeSourceGln?: Stated<string>;
  traceabilityLotCodeSourceReference?: Stated<string>;
  manufacturedOn?: Stated<string>;
  expiresOn?: Stated<string>;
  certificates?:
    | readonly {
        kind: string;
        number?: Stated<string>;
        expiresOn?: Stated<string>;
        /** Said to follow, not here yet. */
        announced?: boolean | undefined;
        documentId?: Stated<string>;
      }[]
    | undefined;
};

/** A delivery, and, by the right to import history, who received it then and what its lots are called. */
export type ReceiveGoods = StatedDelivery & {
  history?: { receivedBy: string; lotCodes: readonly string[] } | undefined;
};

export type FollowedDefect = {
  code: ReceiptDefectCode;
  message: string;
  /** JSON pointer into what was sent. */
  pointer: string;
  taskId: string | null;
  hold: { holdId: string; number: string; reviewId: string | null; reviewNumber: string | null } | null;
};

export type ReceivedGoods = {
  receiptId: string;
  number: string;
  site: string;
  owner: string;
  supplier: string;
  /** The code it was named by, where that leads to this supplier because the two are one. */
  supplierNamedAs?: string;
  happenedAt: string;
  recordedAt: string;
  lines: {
    line: number;
    lotId: string;
    lotCode: string;
    /** Whether this receipt is the lot's first. */
    newLot: boolean;
    item: string;
    quantity: string;
    unit: string;
    baseQuantity: string;
    baseUnit: string;
    location: string;
    state: StockState;
    defects: FollowedDefect[];
  }[];
};

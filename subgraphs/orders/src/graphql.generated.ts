import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Order as OrderMapper, OrderConnection as OrderConnectionMapper, OrderLine as OrderLineMapper, OrderHistoryEntry as OrderHistoryEntryMapper, Customer as CustomerMapper, ProductVariant as ProductVariantMapper, Money as MoneyMapper } from './mappers.ts';
import type { OrdersContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A UTC instant in ISO 8601 with milliseconds, for example `2026-11-20T09:30:00.000Z`. Any zone is accepted. */
  DateTime: { input: Date; output: Date; }
  /** An ISO 4217 code, for example `EUR`. */
  CurrencyCode: { input: string; output: string; }
  /** A whole number between -(2^53 - 1) and 2^53 - 1, written as a JSON number. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Anything with a globally unique id. */
export type Node = {
  /** A TypeID, for example `order_01h455vb4pex5vsknk084sn02q`: opaque, never reused. */
  readonly id: Scalars['ID']['output'];
};

/** A failure the user can act on. Match on the concrete type's `code`; `message` may change. */
export type UserError = {
  /** Path to the input field at fault, beginning with `input`; null when the whole request is. */
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** A sentence for people, without secrets. */
  readonly message: Scalars['String']['output'];
};

/** Where a page stands in its list (Relay Cursor Connections). */
export type PageInfo = {
  /** Whether there is more after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is more before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the page's first item; null when the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the page's last item; null when the page is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** An amount in minor units of its currency: `amountMinor` 1999 with exponent 2 in EUR is 19.99 euros. */
export type Money = {
  /** The amount in minor units. */
  readonly amountMinor: Scalars['SafeInt']['output'];
  /** Its currency. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** How many decimal places the currency has. */
  readonly exponent: Scalars['Int']['output'];
};

/** Which way a list is sorted. */
export type SortDirection =
  /** Smallest or oldest first. */
  | 'ASC'
  /** Largest or newest first. */
  | 'DESC';

/** How far an order has come. */
export type OrderStatus =
  /** Accepted, stock is reserved. */
  | 'PLACED'
  /** Checked and released for fulfilment. */
  | 'CONFIRMED'
  /** Delivered and closed. Final. */
  | 'COMPLETED'
  /** Called off; reserved stock was released. Final. */
  | 'CANCELLED';

/** How much of an order has been handed over. */
export type FulfillmentStatus =
  /** Nothing has left. */
  | 'UNFULFILLED'
  /** Some of it has left. */
  | 'PARTIALLY_FULFILLED'
  /** Everything has left. */
  | 'FULFILLED'
  /** Everything has arrived. */
  | 'DELIVERED';

/** Why an order was cancelled. */
export type CancellationReason =
  /** The customer asked for it. */
  | 'CUSTOMER_REQUEST'
  /** It cannot be delivered. */
  | 'OUT_OF_STOCK'
  /** It looks like fraud. */
  | 'FRAUD'
  /** Taken back in the system the order came from. */
  | 'SOURCE_CANCELLED'
  /** Anything else; see the note. */
  | 'OTHER';

/** A purchase by one customer. Clients see their own, employees and partners their tenant's. */
export type Order = Node & {
  readonly id: Scalars['ID']['output'];
  /** Human-readable number, unique within a tenant. */
  readonly number: Scalars['String']['output'];
  /** The buyer's or source system's own reference; not unique. */
  readonly externalReference?: Maybe<Scalars['String']['output']>;
  /** How far the order has come. */
  readonly status: OrderStatus;
  /** How much of it has been handed over. */
  readonly fulfillmentStatus: FulfillmentStatus;
  /** When the order was placed. */
  readonly placedAt: Scalars['DateTime']['output'];
  /** Rises with each change; pass it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** Sum of the lines' totals, in the order's currency. Cancelling the whole order leaves it as it was. */
  readonly total: Money;
  /** Who bought; null when the customers subgraph is away. */
  readonly customer?: Maybe<Customer>;
  /** What was bought, in the order of entry. Without `first` or `last`: the first 20; at most 100. */
  readonly lines: OrderLineConnection;
  /** Every move of the order, oldest first. Without `first` or `last`: the first 20; at most 100. */
  readonly history: OrderHistoryEntryConnection;
  /** Where the status can go from here, and what stands in the way for the caller. */
  readonly availableTransitions: ReadonlyArray<OrderTransition>;
  /** Where the fulfilment can go from here, and what stands in the way for the caller. */
  readonly availableFulfillmentTransitions: ReadonlyArray<FulfillmentTransition>;
};


/** A purchase by one customer. Clients see their own, employees and partners their tenant's. */
export type OrderLinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A purchase by one customer. Clients see their own, employees and partners their tenant's. */
export type OrderHistoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of orders. */
export type OrderConnection = {
  /** Orders with their cursors. */
  readonly edges: ReadonlyArray<OrderEdge>;
  /** The orders alone. */
  readonly nodes: ReadonlyArray<Order>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many orders there are over all pages. Costs a count of them: ask for it only where it is shown. */
  readonly totalCount: Scalars['Int']['output'];
  /** Position of the stream of order changes before this page was read: subscribe with `after: changesCursor` and no change is missed. */
  readonly changesCursor: Scalars['String']['output'];
};

/** An order in a list. */
export type OrderEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The order. */
  readonly node: Order;
};

/** One position of an order. `sku`, `title` and `unitPrice` are as bought and never change. */
export type OrderLine = Node & {
  readonly id: Scalars['ID']['output'];
  /** Stock keeping unit as bought. */
  readonly sku: Scalars['String']['output'];
  /** Product and variant name as bought. */
  readonly title: Scalars['String']['output'];
  /** How many were bought. */
  readonly quantity: Scalars['Int']['output'];
  /** How many of them were cancelled since. */
  readonly cancelledQuantity: Scalars['Int']['output'];
  /** How many of them have left. */
  readonly fulfilledQuantity: Scalars['Int']['output'];
  /** Price of one. */
  readonly unitPrice: Money;
  /** `unitPrice` times what is left of `quantity`. */
  readonly total: Money;
  /** What it is in the catalogue today; null when the catalogue is away. */
  readonly variant?: Maybe<ProductVariant>;
};

/** A page of order lines. */
export type OrderLineConnection = {
  /** Lines with their cursors. */
  readonly edges: ReadonlyArray<OrderLineEdge>;
  /** The lines alone. */
  readonly nodes: ReadonlyArray<OrderLine>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A line in a list. */
export type OrderLineEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The line. */
  readonly node: OrderLine;
};

/** One move of an order. */
export type OrderHistoryEntry = Node & {
  readonly id: Scalars['ID']['output'];
  /** Status before; null for the first entry. */
  readonly fromStatus?: Maybe<OrderStatus>;
  /** Status after. */
  readonly toStatus: OrderStatus;
  /** Fulfilment before; null for the first entry. */
  readonly fromFulfillmentStatus?: Maybe<FulfillmentStatus>;
  /** Fulfilment after. */
  readonly toFulfillmentStatus: FulfillmentStatus;
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** Why, as a constant such as `CUSTOMER_REQUEST`, where the move has a reason. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** What was noted, in free words. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** Who did it. */
  readonly actor: OrderActor;
};

/** A page of an order's history. */
export type OrderHistoryEntryConnection = {
  /** Entries with their cursors. */
  readonly edges: ReadonlyArray<OrderHistoryEntryEdge>;
  /** The entries alone. */
  readonly nodes: ReadonlyArray<OrderHistoryEntry>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** An entry in a list. */
export type OrderHistoryEntryEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The entry. */
  readonly node: OrderHistoryEntry;
};

/** Who moved an order. */
export type OrderActor = {
  /** What kind of caller. */
  readonly kind: OrderActorKind;
  /** The name at that time; clients and partners see their own only. */
  readonly name?: Maybe<Scalars['String']['output']>;
};

/** What kind of caller moved an order. */
export type OrderActorKind =
  /** One of the tenant's staff. */
  | 'EMPLOYEE'
  /** The buyer. */
  | 'CLIENT'
  /** A partner's program. */
  | 'PARTNER'
  /** A program of ours. */
  | 'SYSTEM';

/** A way the status may go. */
export type OrderTransition = {
  /** Status it leads to. */
  readonly to: OrderStatus;
  /** Whether the caller may do it now. */
  readonly allowed: Scalars['Boolean']['output'];
  /** What stands in the way; empty when allowed. */
  readonly blockedBy: ReadonlyArray<TransitionBlocker>;
  /** Roles that may do it. */
  readonly requiredRoles: ReadonlyArray<Scalars['String']['output']>;
};

/** A way the fulfilment may go. */
export type FulfillmentTransition = {
  /** Fulfilment status it leads to. */
  readonly to: FulfillmentStatus;
  /** Whether the caller may do it now. */
  readonly allowed: Scalars['Boolean']['output'];
  /** What stands in the way; empty when allowed. */
  readonly blockedBy: ReadonlyArray<TransitionBlocker>;
  /** Roles that may do it. */
  readonly requiredRoles: ReadonlyArray<Scalars['String']['output']>;
};

/** A reason why a move is not possible now. */
export type TransitionBlocker = {
  /** What kind of reason. */
  readonly code: TransitionBlockerCode;
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a move is not possible now. */
export type TransitionBlockerCode =
  /** The caller's role does not allow it. */
  | 'ROLE_REQUIRED'
  /** Part of the order has left already. */
  | 'ALREADY_FULFILLED'
  /** The order has to be confirmed first. */
  | 'NOT_CONFIRMED'
  /** The order has to be delivered first. */
  | 'NOT_DELIVERED';

/** A buyer; see the customers subgraph. */
export type Customer = {
  readonly id: Scalars['ID']['output'];
  /** The customer's orders, newest first unless sorted otherwise; null when the orders subgraph is away. */
  readonly orders?: Maybe<OrderConnection>;
};


/** A buyer; see the customers subgraph. */
export type CustomerOrdersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<OrderWhereInput>;
  orderBy?: InputMaybe<OrderOrderInput>;
};

/** Something that can be bought; see the catalog subgraph. */
export type ProductVariant = {
  readonly id: Scalars['ID']['output'];
};

/** Which orders: every condition given must hold. At most 50 filters, 5 levels deep. */
export type OrderWhereInput = {
  /** All of these. */
  readonly AND?: InputMaybe<ReadonlyArray<OrderWhereInput>>;
  /** At least one of these. */
  readonly OR?: InputMaybe<ReadonlyArray<OrderWhereInput>>;
  /** Not this. */
  readonly NOT?: InputMaybe<OrderWhereInput>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By status. */
  readonly status?: InputMaybe<OrderStatusFilter>;
  /** By fulfilment. */
  readonly fulfillmentStatus?: InputMaybe<FulfillmentStatusFilter>;
  /** By customer. */
  readonly customerId?: InputMaybe<IdFilter>;
  /** By time of placing. */
  readonly placedAt?: InputMaybe<DateTimeFilter>;
  /** By number. */
  readonly number?: InputMaybe<TextFilter>;
  /** By the buyer's or source system's reference. */
  readonly externalReference?: InputMaybe<TextFilter>;
  /** By total, in minor units of whatever currency the order has. */
  readonly totalMinor?: InputMaybe<SafeIntFilter>;
  /** By SKU of a line, in any case. */
  readonly sku?: InputMaybe<TextFilter>;
};

/** By status. */
export type OrderStatusFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<OrderStatus>>;
};

/** By fulfilment. */
export type FulfillmentStatusFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<FulfillmentStatus>>;
};

/** By text; every condition given must hold. */
export type TextFilter = {
  /** One of these, letter for letter unless the field says otherwise; at most 100. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Begins with this: 1 to 100 characters. */
  readonly startsWith?: InputMaybe<Scalars['String']['input']>;
};

/** By id. */
export type IdFilter = {
  /** One of these; at most 100. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** By time; both ends may be open. */
export type DateTimeFilter = {
  /** At or after. */
  readonly gte?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before. */
  readonly lt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** By a whole number, for example minor units of money; both ends may be open. */
export type SafeIntFilter = {
  /** At least. */
  readonly gte?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Less than. */
  readonly lt?: InputMaybe<Scalars['SafeInt']['input']>;
};

/** How orders are sorted; ties by id. */
export type OrderOrderInput = {
  /** By what. */
  readonly field: OrderOrderField;
  /** Which way. */
  readonly direction: SortDirection;
};

/** What orders can be sorted by. */
export type OrderOrderField =
  /** Time of placing. */
  | 'PLACED_AT'
  /** Total in minor units, whatever the currency. */
  | 'TOTAL';

/** How long a stretch of time a row of statistics covers; stretches begin on the hour, day, Monday or month, in UTC. */
export type StatsInterval =
  /** A minute. */
  | 'MINUTE'
  /** An hour. */
  | 'HOUR'
  /** A day. */
  | 'DAY'
  /** Monday to Sunday. */
  | 'WEEK'
  /** A calendar month. */
  | 'MONTH';

/** Orders counted by time of placing, status and currency. */
export type OrderStats = {
  /** When they were counted. */
  readonly asOf: Scalars['DateTime']['output'];
  /** Newest stretch first; what had no orders has no row. */
  readonly rows: ReadonlyArray<OrderStatsRow>;
};

/** Orders placed in one stretch of time that are in one status and one currency. */
export type OrderStatsRow = {
  /** Beginning of the stretch, inclusive. */
  readonly from: Scalars['DateTime']['output'];
  /** End of the stretch, exclusive. */
  readonly to: Scalars['DateTime']['output'];
  /** Their status now. */
  readonly status: OrderStatus;
  /** How many they are. */
  readonly orderCount: Scalars['Int']['output'];
  /** Sum of their totals. */
  readonly revenue: Money;
};

export type Query = {
  /** The order, or null when it does not exist or belongs to somebody else. Roles: all. */
  readonly order?: Maybe<Order>;
  /** Orders, newest first unless sorted otherwise. Without `first` or `last`: the first 20; at most 100. Roles: all; clients see their own. */
  readonly orders: OrderConnection;
  /** Orders counted by time, status and currency; at most 2000 rows, otherwise narrow `placedAt` or take a longer interval. Roles: all; clients count their own. */
  readonly orderStats: OrderStats;
  /** For services: up to `first` (at most 500) events of a topic after number `afterSeq`. */
  readonly _events: _EventPage;
};


export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrdersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<OrderWhereInput>;
  orderBy?: InputMaybe<OrderOrderInput>;
};


export type QueryOrderStatsArgs = {
  where?: InputMaybe<OrderWhereInput>;
  interval: StatsInterval;
};


export type Query_EventsArgs = {
  topic: Scalars['String']['input'];
  afterSeq: Scalars['SafeInt']['input'];
  first: Scalars['Int']['input'];
};

/** For services: a stretch of an event log. */
export type _EventPage = {
  /** Numbers of different epochs do not compare. */
  readonly epoch: Scalars['String']['output'];
  /** Newest number. */
  readonly seq: Scalars['SafeInt']['output'];
  /** Oldest number the log still holds. */
  readonly oldestSeq: Scalars['SafeInt']['output'];
  /** CloudEvents 1.0, each as JSON text, in order. */
  readonly events: ReadonlyArray<Scalars['String']['output']>;
};

export type Mutation = {
  /** Places an order: reserves stock, fixes prices. `customerId` may be left out by a client: it is its own. Roles: admin, customer-service, order-manager, client, partner. */
  readonly placeOrder: PlaceOrderPayload;
  /** Releases a placed order for fulfilment. Roles: admin, order-manager. */
  readonly confirmOrder: ConfirmOrderPayload;
  /** Records that lines, or what is left of them, have left: stock is taken off. Roles: admin, order-manager. */
  readonly fulfillOrder: FulfillOrderPayload;
  /** Records that everything has arrived. Roles: admin, order-manager. */
  readonly deliverOrder: DeliverOrderPayload;
  /** Closes a delivered order. Roles: admin, order-manager. */
  readonly completeOrder: CompleteOrderPayload;
  /** Cancels an order of which nothing has left, and releases its stock. Clients can while it is PLACED. Roles: admin, customer-service, order-manager, client. */
  readonly cancelOrder: CancelOrderPayload;
  /** For services: takes over up to 250 orders of another system as they are. Repeating it imports nothing twice. */
  readonly _importOrders: _ImportOrdersPayload;
  /** For services: takes back lines of imported orders, up to 250. */
  readonly _cancelImportedLines: _CancelImportedLinesPayload;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationConfirmOrderArgs = {
  input: ConfirmOrderInput;
};


export type MutationFulfillOrderArgs = {
  input: FulfillOrderInput;
};


export type MutationDeliverOrderArgs = {
  input: DeliverOrderInput;
};


export type MutationCompleteOrderArgs = {
  input: CompleteOrderInput;
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


export type Mutation_ImportOrdersArgs = {
  input: _ImportOrdersInput;
};


export type Mutation_CancelImportedLinesArgs = {
  input: _CancelImportedLinesInput;
};

/** What to buy. */
export type PlaceOrderInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Who buys; required of employees and partners. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The buyer's own reference, at most 100 characters. */
  readonly externalReference?: InputMaybe<Scalars['String']['input']>;
  /** Currency of the order; the tenant's own when left out. */
  readonly currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** 1 to 200 lines; a variant may repeat. */
  readonly lines: ReadonlyArray<PlaceOrderLineInput>;
};

/** One position to buy. */
export type PlaceOrderLineInput = {
  /** What. */
  readonly variantId: Scalars['ID']['input'];
  /** How many: 1 to 100000. */
  readonly quantity: Scalars['Int']['input'];
};

/** What became of placing an order. */
export type PlaceOrderPayload = {
  /** The order; null when `userErrors` is not empty. */
  readonly order?: Maybe<Order>;
  /** Why nothing was placed; empty on success. */
  readonly userErrors: ReadonlyArray<PlaceOrderError>;
};

/** Why an order was not placed. */
export type PlaceOrderError = UserError & {
  /** What kind of failure. */
  readonly code: PlaceOrderErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why an order was not placed. */
export type PlaceOrderErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such customer. */
  | 'CUSTOMER_NOT_FOUND'
  /** There is no such variant, or it is not for sale. */
  | 'VARIANT_NOT_FOUND'
  /** The variant has no price in the order's currency. */
  | 'PRICE_NOT_FOUND'
  /** Not enough of it is available. */
  | 'INSUFFICIENT_STOCK';

/** Which order to confirm. */
export type ConfirmOrderInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which order. */
  readonly orderId: Scalars['ID']['input'];
  /** Refuse when the order has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Kept in the history, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What became of confirming an order. */
export type ConfirmOrderPayload = {
  /** The order as it is now; null when the caller cannot see it. */
  readonly order?: Maybe<Order>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<ConfirmOrderError>;
};

/** Why an order was not confirmed. */
export type ConfirmOrderError = UserError & {
  /** What kind of failure. */
  readonly code: ChangeOrderErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why an order was not changed. */
export type ChangeOrderErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such order, or it is somebody else's. */
  | 'ORDER_NOT_FOUND'
  /** Another request changed the order first: read it again, then retry. */
  | 'VERSION_CONFLICT'
  /** The order cannot go there from where it is: see `availableTransitions`. */
  | 'ILLEGAL_TRANSITION';

/** Which order, and what of it, has left. */
export type FulfillOrderInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which order. */
  readonly orderId: Scalars['ID']['input'];
  /** Refuse when the order has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** What has left; everything that is left when omitted. At most 200 lines. */
  readonly lines?: InputMaybe<ReadonlyArray<FulfillOrderLineInput>>;
  /** Kept in the history, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** How many of a line have left. */
export type FulfillOrderLineInput = {
  /** Which line of the order. */
  readonly lineId: Scalars['ID']['input'];
  /** How many: at least 1, at most what is left of the line. */
  readonly quantity: Scalars['Int']['input'];
};

/** What became of fulfilling an order. */
export type FulfillOrderPayload = {
  /** The order as it is now; null when the caller cannot see it. */
  readonly order?: Maybe<Order>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<FulfillOrderError>;
};

/** Why an order was not fulfilled. */
export type FulfillOrderError = UserError & {
  /** What kind of failure. */
  readonly code: FulfillOrderErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why an order was not fulfilled. */
export type FulfillOrderErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such order, or it is somebody else's. */
  | 'ORDER_NOT_FOUND'
  /** The order has no such line. */
  | 'LINE_NOT_FOUND'
  /** More than what is left of the line. */
  | 'QUANTITY_TOO_LARGE'
  /** Another request changed the order first: read it again, then retry. */
  | 'VERSION_CONFLICT'
  /** The order cannot go there from where it is: see `availableFulfillmentTransitions`. */
  | 'ILLEGAL_TRANSITION';

/** Which order has arrived. */
export type DeliverOrderInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which order. */
  readonly orderId: Scalars['ID']['input'];
  /** Refuse when the order has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Kept in the history, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What became of delivering an order. */
export type DeliverOrderPayload = {
  /** The order as it is now; null when the caller cannot see it. */
  readonly order?: Maybe<Order>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<DeliverOrderError>;
};

/** Why an order was not delivered. */
export type DeliverOrderError = UserError & {
  /** What kind of failure. */
  readonly code: ChangeOrderErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Which order to close. */
export type CompleteOrderInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which order. */
  readonly orderId: Scalars['ID']['input'];
  /** Refuse when the order has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Kept in the history, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What became of closing an order. */
export type CompleteOrderPayload = {
  /** The order as it is now; null when the caller cannot see it. */
  readonly order?: Maybe<Order>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<CompleteOrderError>;
};

/** Why an order was not closed. */
export type CompleteOrderError = UserError & {
  /** What kind of failure. */
  readonly code: ChangeOrderErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Which order to cancel, and why. */
export type CancelOrderInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which order. */
  readonly orderId: Scalars['ID']['input'];
  /** Refuse when the order has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Why. */
  readonly reason: CancellationReason;
  /** Kept in the history, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What became of cancelling an order. */
export type CancelOrderPayload = {
  /** The order as it is now; null when the caller cannot see it. */
  readonly order?: Maybe<Order>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<CancelOrderError>;
};

/** Why an order was not cancelled. */
export type CancelOrderError = UserError & {
  /** What kind of failure. */
  readonly code: ChangeOrderErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** For services: orders of another system. */
export type _ImportOrdersInput = {
  /** Up to 250 orders, oldest first. */
  readonly orders: ReadonlyArray<_ImportOrderInput>;
};

/** For services: an order as it is elsewhere. */
export type _ImportOrderInput = {
  /** The order's key in the source: an order is imported once per key. */
  readonly importKey: Scalars['String']['input'];
  /** Its number there. */
  readonly externalReference?: InputMaybe<Scalars['String']['input']>;
  /** Whose it is. */
  readonly customerId: Scalars['ID']['input'];
  /** When it was placed. */
  readonly placedAt: Scalars['DateTime']['input'];
  /** Currency of all its prices. */
  readonly currency: Scalars['CurrencyCode']['input'];
  /** How far it has come. */
  readonly status: OrderStatus;
  /** How much of it was handed over. */
  readonly fulfillmentStatus: FulfillmentStatus;
  /** At least one line, in order. */
  readonly lines: ReadonlyArray<_ImportOrderLineInput>;
};

/** For services: a line as it is elsewhere. */
export type _ImportOrderLineInput = {
  /** What was bought, where the catalogue knows it. */
  readonly variantId?: InputMaybe<Scalars['ID']['input']>;
  /** Its stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** Its name. */
  readonly title: Scalars['String']['input'];
  /** How many: at least 1. */
  readonly quantity: Scalars['Int']['input'];
  /** Price of one, in minor units. */
  readonly unitPriceMinor: Scalars['SafeInt']['input'];
};

/** For services: what became of the orders. */
export type _ImportOrdersPayload = {
  /** One for each order given, in the same sequence. */
  readonly results: ReadonlyArray<_ImportOrderResult>;
};

/** For services: what became of one order. */
export type _ImportOrderResult = {
  /** As given. */
  readonly importKey: Scalars['String']['output'];
  /** The order's id here. */
  readonly orderId: Scalars['ID']['output'];
  /** False when an earlier call imported it. */
  readonly isNew: Scalars['Boolean']['output'];
};

/** For services: lines of cancellation invoices. */
export type _CancelImportedLinesInput = {
  /** Up to 250 lines, in order. */
  readonly lines: ReadonlyArray<_CancelImportedLineInput>;
};

/** For services: a line of a cancellation invoice. It applies to the latest matching line (customer, SKU, price) not placed after it. */
export type _CancelImportedLineInput = {
  /** The line's key in the source: a line is applied once per key. */
  readonly importKey: Scalars['String']['input'];
  /** Whose it is. */
  readonly customerId: Scalars['ID']['input'];
  /** Stock keeping unit, in any case. */
  readonly sku: Scalars['String']['input'];
  /** Price of one, in minor units. */
  readonly unitPriceMinor: Scalars['SafeInt']['input'];
  /** How many are taken back, as a positive number. */
  readonly quantity: Scalars['Int']['input'];
  /** When. */
  readonly occurredAt: Scalars['DateTime']['input'];
};

/** For services: what became of the lines. */
export type _CancelImportedLinesPayload = {
  /** One for each line given, in the same sequence. */
  readonly results: ReadonlyArray<_CancelImportedLineResult>;
};

/** For services: what became of one line. */
export type _CancelImportedLineResult = {
  /** As given. */
  readonly importKey: Scalars['String']['output'];
  /** How many were taken back of matching lines; less than asked for when too few match. */
  readonly cancelledQuantity: Scalars['Int']['output'];
  /** False when an earlier call applied it. */
  readonly isNew: Scalars['Boolean']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Order: Order;
  Customer: Customer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( OrderMapper )
    | ( OrderLineMapper )
    | ( OrderHistoryEntryMapper )
  ;
  UserError:
    | ( PlaceOrderError )
    | ( ConfirmOrderError )
    | ( FulfillOrderError )
    | ( DeliverOrderError )
    | ( CompleteOrderError )
    | ( CancelOrderError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Money: ResolverTypeWrapper<MoneyMapper>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  SortDirection: SortDirection;
  OrderStatus: OrderStatus;
  FulfillmentStatus: FulfillmentStatus;
  CancellationReason: CancellationReason;
  Order: ResolverTypeWrapper<OrderMapper>;
  OrderConnection: ResolverTypeWrapper<OrderConnectionMapper>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderLine: ResolverTypeWrapper<OrderLineMapper>;
  OrderLineConnection: ResolverTypeWrapper<Omit<OrderLineConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['OrderLineEdge']>, nodes: ReadonlyArray<ResolversTypes['OrderLine']> }>;
  OrderLineEdge: ResolverTypeWrapper<Omit<OrderLineEdge, 'node'> & { node: ResolversTypes['OrderLine'] }>;
  OrderHistoryEntry: ResolverTypeWrapper<OrderHistoryEntryMapper>;
  OrderHistoryEntryConnection: ResolverTypeWrapper<Omit<OrderHistoryEntryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['OrderHistoryEntryEdge']>, nodes: ReadonlyArray<ResolversTypes['OrderHistoryEntry']> }>;
  OrderHistoryEntryEdge: ResolverTypeWrapper<Omit<OrderHistoryEntryEdge, 'node'> & { node: ResolversTypes['OrderHistoryEntry'] }>;
  OrderActor: ResolverTypeWrapper<OrderActor>;
  OrderActorKind: OrderActorKind;
  OrderTransition: ResolverTypeWrapper<OrderTransition>;
  FulfillmentTransition: ResolverTypeWrapper<FulfillmentTransition>;
  TransitionBlocker: ResolverTypeWrapper<TransitionBlocker>;
  TransitionBlockerCode: TransitionBlockerCode;
  Customer: ResolverTypeWrapper<CustomerMapper>;
  ProductVariant: ResolverTypeWrapper<ProductVariantMapper>;
  OrderWhereInput: OrderWhereInput;
  OrderStatusFilter: OrderStatusFilter;
  FulfillmentStatusFilter: FulfillmentStatusFilter;
  TextFilter: TextFilter;
  IdFilter: IdFilter;
  DateTimeFilter: DateTimeFilter;
  SafeIntFilter: SafeIntFilter;
  OrderOrderInput: OrderOrderInput;
  OrderOrderField: OrderOrderField;
  StatsInterval: StatsInterval;
  OrderStats: ResolverTypeWrapper<Omit<OrderStats, 'rows'> & { rows: ReadonlyArray<ResolversTypes['OrderStatsRow']> }>;
  OrderStatsRow: ResolverTypeWrapper<Omit<OrderStatsRow, 'revenue'> & { revenue: ResolversTypes['Money'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  _EventPage: ResolverTypeWrapper<_EventPage>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderLineInput: PlaceOrderLineInput;
  PlaceOrderPayload: ResolverTypeWrapper<Omit<PlaceOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  PlaceOrderError: ResolverTypeWrapper<PlaceOrderError>;
  PlaceOrderErrorCode: PlaceOrderErrorCode;
  ConfirmOrderInput: ConfirmOrderInput;
  ConfirmOrderPayload: ResolverTypeWrapper<Omit<ConfirmOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  ConfirmOrderError: ResolverTypeWrapper<ConfirmOrderError>;
  ChangeOrderErrorCode: ChangeOrderErrorCode;
  FulfillOrderInput: FulfillOrderInput;
  FulfillOrderLineInput: FulfillOrderLineInput;
  FulfillOrderPayload: ResolverTypeWrapper<Omit<FulfillOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  FulfillOrderError: ResolverTypeWrapper<FulfillOrderError>;
  FulfillOrderErrorCode: FulfillOrderErrorCode;
  DeliverOrderInput: DeliverOrderInput;
  DeliverOrderPayload: ResolverTypeWrapper<Omit<DeliverOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  DeliverOrderError: ResolverTypeWrapper<DeliverOrderError>;
  CompleteOrderInput: CompleteOrderInput;
  CompleteOrderPayload: ResolverTypeWrapper<Omit<CompleteOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  CompleteOrderError: ResolverTypeWrapper<CompleteOrderError>;
  CancelOrderInput: CancelOrderInput;
  CancelOrderPayload: ResolverTypeWrapper<Omit<CancelOrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  CancelOrderError: ResolverTypeWrapper<CancelOrderError>;
  _ImportOrdersInput: _ImportOrdersInput;
  _ImportOrderInput: _ImportOrderInput;
  _ImportOrderLineInput: _ImportOrderLineInput;
  _ImportOrdersPayload: ResolverTypeWrapper<_ImportOrdersPayload>;
  _ImportOrderResult: ResolverTypeWrapper<_ImportOrderResult>;
  _CancelImportedLinesInput: _CancelImportedLinesInput;
  _CancelImportedLineInput: _CancelImportedLineInput;
  _CancelImportedLinesPayload: ResolverTypeWrapper<_CancelImportedLinesPayload>;
  _CancelImportedLineResult: ResolverTypeWrapper<_CancelImportedLineResult>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  String: Scalars['String']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Money: MoneyMapper;
  Int: Scalars['Int']['output'];
  Order: OrderMapper;
  OrderConnection: OrderConnectionMapper;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderLine: OrderLineMapper;
  OrderLineConnection: Omit<OrderLineConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['OrderLineEdge']>, nodes: ReadonlyArray<ResolversParentTypes['OrderLine']> };
  OrderLineEdge: Omit<OrderLineEdge, 'node'> & { node: ResolversParentTypes['OrderLine'] };
  OrderHistoryEntry: OrderHistoryEntryMapper;
  OrderHistoryEntryConnection: Omit<OrderHistoryEntryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['OrderHistoryEntryEdge']>, nodes: ReadonlyArray<ResolversParentTypes['OrderHistoryEntry']> };
  OrderHistoryEntryEdge: Omit<OrderHistoryEntryEdge, 'node'> & { node: ResolversParentTypes['OrderHistoryEntry'] };
  OrderActor: OrderActor;
  OrderTransition: OrderTransition;
  FulfillmentTransition: FulfillmentTransition;
  TransitionBlocker: TransitionBlocker;
  Customer: CustomerMapper;
  ProductVariant: ProductVariantMapper;
  OrderWhereInput: OrderWhereInput;
  OrderStatusFilter: OrderStatusFilter;
  FulfillmentStatusFilter: FulfillmentStatusFilter;
  TextFilter: TextFilter;
  IdFilter: IdFilter;
  DateTimeFilter: DateTimeFilter;
  SafeIntFilter: SafeIntFilter;
  OrderOrderInput: OrderOrderInput;
  OrderStats: Omit<OrderStats, 'rows'> & { rows: ReadonlyArray<ResolversParentTypes['OrderStatsRow']> };
  OrderStatsRow: Omit<OrderStatsRow, 'revenue'> & { revenue: ResolversParentTypes['Money'] };
  Query: Record<PropertyKey, never>;
  _EventPage: _EventPage;
  Mutation: Record<PropertyKey, never>;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderLineInput: PlaceOrderLineInput;
  PlaceOrderPayload: Omit<PlaceOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  PlaceOrderError: PlaceOrderError;
  ConfirmOrderInput: ConfirmOrderInput;
  ConfirmOrderPayload: Omit<ConfirmOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  ConfirmOrderError: ConfirmOrderError;
  FulfillOrderInput: FulfillOrderInput;
  FulfillOrderLineInput: FulfillOrderLineInput;
  FulfillOrderPayload: Omit<FulfillOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  FulfillOrderError: FulfillOrderError;
  DeliverOrderInput: DeliverOrderInput;
  DeliverOrderPayload: Omit<DeliverOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  DeliverOrderError: DeliverOrderError;
  CompleteOrderInput: CompleteOrderInput;
  CompleteOrderPayload: Omit<CompleteOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  CompleteOrderError: CompleteOrderError;
  CancelOrderInput: CancelOrderInput;
  CancelOrderPayload: Omit<CancelOrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  CancelOrderError: CancelOrderError;
  _ImportOrdersInput: _ImportOrdersInput;
  _ImportOrderInput: _ImportOrderInput;
  _ImportOrderLineInput: _ImportOrderLineInput;
  _ImportOrdersPayload: _ImportOrdersPayload;
  _ImportOrderResult: _ImportOrderResult;
  _CancelImportedLinesInput: _CancelImportedLinesInput;
  _CancelImportedLineInput: _CancelImportedLineInput;
  _CancelImportedLinesPayload: _CancelImportedLinesPayload;
  _CancelImportedLineResult: _CancelImportedLineResult;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type NodeResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Order' | 'OrderLine' | 'OrderHistoryEntry', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'PlaceOrderError' | 'ConfirmOrderError' | 'FulfillOrderError' | 'DeliverOrderError' | 'CompleteOrderError' | 'CancelOrderError', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amountMinor?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  exponent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrderResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalReference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  fulfillmentStatus?: Resolver<ResolversTypes['FulfillmentStatus'], ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  lines?: Resolver<ResolversTypes['OrderLineConnection'], ParentType, ContextType, Partial<OrderLinesArgs>>;
  history?: Resolver<ResolversTypes['OrderHistoryEntryConnection'], ParentType, ContextType, Partial<OrderHistoryArgs>>;
  availableTransitions?: Resolver<ReadonlyArray<ResolversTypes['OrderTransition']>, ParentType, ContextType>;
  availableFulfillmentTransitions?: Resolver<ReadonlyArray<ResolversTypes['FulfillmentTransition']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changesCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cancelledQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fulfilledQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderLineConnectionResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderLineConnection'] = ResolversParentTypes['OrderLineConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderLineEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderLineEdgeResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderLineEdge'] = ResolversParentTypes['OrderLineEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['OrderLine'], ParentType, ContextType>;
};

export type OrderHistoryEntryResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderHistoryEntry'] = ResolversParentTypes['OrderHistoryEntry']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  fromStatus?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
  toStatus?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  fromFulfillmentStatus?: Resolver<Maybe<ResolversTypes['FulfillmentStatus']>, ParentType, ContextType>;
  toFulfillmentStatus?: Resolver<ResolversTypes['FulfillmentStatus'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['OrderActor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderHistoryEntryConnectionResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderHistoryEntryConnection'] = ResolversParentTypes['OrderHistoryEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderHistoryEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['OrderHistoryEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderHistoryEntryEdgeResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderHistoryEntryEdge'] = ResolversParentTypes['OrderHistoryEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['OrderHistoryEntry'], ParentType, ContextType>;
};

export type OrderActorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderActor'] = ResolversParentTypes['OrderActor']> = {
  kind?: Resolver<ResolversTypes['OrderActorKind'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderTransitionResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderTransition'] = ResolversParentTypes['OrderTransition']> = {
  to?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  blockedBy?: Resolver<ReadonlyArray<ResolversTypes['TransitionBlocker']>, ParentType, ContextType>;
  requiredRoles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FulfillmentTransitionResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['FulfillmentTransition'] = ResolversParentTypes['FulfillmentTransition']> = {
  to?: Resolver<ResolversTypes['FulfillmentStatus'], ParentType, ContextType>;
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  blockedBy?: Resolver<ReadonlyArray<ResolversTypes['TransitionBlocker']>, ParentType, ContextType>;
  requiredRoles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TransitionBlockerResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['TransitionBlocker'] = ResolversParentTypes['TransitionBlocker']> = {
  code?: Resolver<ResolversTypes['TransitionBlockerCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, Partial<CustomerOrdersArgs>>;
};

export type ProductVariantResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['ProductVariant'] = ResolversParentTypes['ProductVariant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type OrderStatsResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderStats'] = ResolversParentTypes['OrderStats']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['OrderStatsRow']>, ParentType, ContextType>;
};

export type OrderStatsRowResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['OrderStatsRow'] = ResolversParentTypes['OrderStatsRow']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  orderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  order: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orders: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, Partial<QueryOrdersArgs>>;
  orderStats: Resolver<ResolversTypes['OrderStats'], ParentType, ContextType, RequireFields<QueryOrderStatsArgs, 'interval'>>;
  _events: Resolver<ResolversTypes['_EventPage'], ParentType, ContextType, RequireFields<Query_EventsArgs, 'topic' | 'afterSeq' | 'first'>>;
};

export type _EventPageResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['_EventPage'] = ResolversParentTypes['_EventPage']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  oldestSeq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  placeOrder: Resolver<ResolversTypes['PlaceOrderPayload'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  confirmOrder: Resolver<ResolversTypes['ConfirmOrderPayload'], ParentType, ContextType, RequireFields<MutationConfirmOrderArgs, 'input'>>;
  fulfillOrder: Resolver<ResolversTypes['FulfillOrderPayload'], ParentType, ContextType, RequireFields<MutationFulfillOrderArgs, 'input'>>;
  deliverOrder: Resolver<ResolversTypes['DeliverOrderPayload'], ParentType, ContextType, RequireFields<MutationDeliverOrderArgs, 'input'>>;
  completeOrder: Resolver<ResolversTypes['CompleteOrderPayload'], ParentType, ContextType, RequireFields<MutationCompleteOrderArgs, 'input'>>;
  cancelOrder: Resolver<ResolversTypes['CancelOrderPayload'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  _importOrders: Resolver<ResolversTypes['_ImportOrdersPayload'], ParentType, ContextType, RequireFields<Mutation_ImportOrdersArgs, 'input'>>;
  _cancelImportedLines: Resolver<ResolversTypes['_CancelImportedLinesPayload'], ParentType, ContextType, RequireFields<Mutation_CancelImportedLinesArgs, 'input'>>;
};

export type PlaceOrderPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['PlaceOrderPayload'] = ResolversParentTypes['PlaceOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['PlaceOrderError']>, ParentType, ContextType>;
};

export type PlaceOrderErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['PlaceOrderError'] = ResolversParentTypes['PlaceOrderError']> = {
  code?: Resolver<ResolversTypes['PlaceOrderErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConfirmOrderPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['ConfirmOrderPayload'] = ResolversParentTypes['ConfirmOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ConfirmOrderError']>, ParentType, ContextType>;
};

export type ConfirmOrderErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['ConfirmOrderError'] = ResolversParentTypes['ConfirmOrderError']> = {
  code?: Resolver<ResolversTypes['ChangeOrderErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FulfillOrderPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['FulfillOrderPayload'] = ResolversParentTypes['FulfillOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['FulfillOrderError']>, ParentType, ContextType>;
};

export type FulfillOrderErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['FulfillOrderError'] = ResolversParentTypes['FulfillOrderError']> = {
  code?: Resolver<ResolversTypes['FulfillOrderErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeliverOrderPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['DeliverOrderPayload'] = ResolversParentTypes['DeliverOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['DeliverOrderError']>, ParentType, ContextType>;
};

export type DeliverOrderErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['DeliverOrderError'] = ResolversParentTypes['DeliverOrderError']> = {
  code?: Resolver<ResolversTypes['ChangeOrderErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CompleteOrderPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['CompleteOrderPayload'] = ResolversParentTypes['CompleteOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['CompleteOrderError']>, ParentType, ContextType>;
};

export type CompleteOrderErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['CompleteOrderError'] = ResolversParentTypes['CompleteOrderError']> = {
  code?: Resolver<ResolversTypes['ChangeOrderErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelOrderPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['CancelOrderPayload'] = ResolversParentTypes['CancelOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['CancelOrderError']>, ParentType, ContextType>;
};

export type CancelOrderErrorResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['CancelOrderError'] = ResolversParentTypes['CancelOrderError']> = {
  code?: Resolver<ResolversTypes['ChangeOrderErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type _ImportOrdersPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['_ImportOrdersPayload'] = ResolversParentTypes['_ImportOrdersPayload']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['_ImportOrderResult']>, ParentType, ContextType>;
};

export type _ImportOrderResultResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['_ImportOrderResult'] = ResolversParentTypes['_ImportOrderResult']> = {
  importKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type _CancelImportedLinesPayloadResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['_CancelImportedLinesPayload'] = ResolversParentTypes['_CancelImportedLinesPayload']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['_CancelImportedLineResult']>, ParentType, ContextType>;
};

export type _CancelImportedLineResultResolvers<ContextType = OrdersContext, ParentType extends ResolversParentTypes['_CancelImportedLineResult'] = ResolversParentTypes['_CancelImportedLineResult']> = {
  importKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cancelledQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = OrdersContext> = {
  DateTime?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderLineConnection?: OrderLineConnectionResolvers<ContextType>;
  OrderLineEdge?: OrderLineEdgeResolvers<ContextType>;
  OrderHistoryEntry?: OrderHistoryEntryResolvers<ContextType>;
  OrderHistoryEntryConnection?: OrderHistoryEntryConnectionResolvers<ContextType>;
  OrderHistoryEntryEdge?: OrderHistoryEntryEdgeResolvers<ContextType>;
  OrderActor?: OrderActorResolvers<ContextType>;
  OrderTransition?: OrderTransitionResolvers<ContextType>;
  FulfillmentTransition?: FulfillmentTransitionResolvers<ContextType>;
  TransitionBlocker?: TransitionBlockerResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  ProductVariant?: ProductVariantResolvers<ContextType>;
  OrderStats?: OrderStatsResolvers<ContextType>;
  OrderStatsRow?: OrderStatsRowResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  _EventPage?: _EventPageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PlaceOrderPayload?: PlaceOrderPayloadResolvers<ContextType>;
  PlaceOrderError?: PlaceOrderErrorResolvers<ContextType>;
  ConfirmOrderPayload?: ConfirmOrderPayloadResolvers<ContextType>;
  ConfirmOrderError?: ConfirmOrderErrorResolvers<ContextType>;
  FulfillOrderPayload?: FulfillOrderPayloadResolvers<ContextType>;
  FulfillOrderError?: FulfillOrderErrorResolvers<ContextType>;
  DeliverOrderPayload?: DeliverOrderPayloadResolvers<ContextType>;
  DeliverOrderError?: DeliverOrderErrorResolvers<ContextType>;
  CompleteOrderPayload?: CompleteOrderPayloadResolvers<ContextType>;
  CompleteOrderError?: CompleteOrderErrorResolvers<ContextType>;
  CancelOrderPayload?: CancelOrderPayloadResolvers<ContextType>;
  CancelOrderError?: CancelOrderErrorResolvers<ContextType>;
  _ImportOrdersPayload?: _ImportOrdersPayloadResolvers<ContextType>;
  _ImportOrderResult?: _ImportOrderResultResolvers<ContextType>;
  _CancelImportedLinesPayload?: _CancelImportedLinesPayloadResolvers<ContextType>;
  _CancelImportedLineResult?: _CancelImportedLineResultResolvers<ContextType>;
};


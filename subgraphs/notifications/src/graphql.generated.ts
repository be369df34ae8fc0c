import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Notification as NotificationMapper, NotificationConnection as NotificationConnectionMapper, NotificationPreferences as NotificationPreferencesMapper, Order as OrderMapper } from './mappers.ts';
import type { NotificationsContext } from './context.ts';
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

/** What a notification is about. */
export type NotificationKind =
  /** An order was placed. */
  | 'ORDER_PLACED'
  /** An order was checked and released for fulfilment. */
  | 'ORDER_CONFIRMED'
  /** An order, or part of it, has left. */
  | 'ORDER_FULFILLED'
  /** Everything of an order has arrived. */
  | 'ORDER_DELIVERED'
  /** An order was closed. */
  | 'ORDER_COMPLETED'
  /** An order was called off. */
  | 'ORDER_CANCELLED';

/** Whom a notification is for. */
export type NotificationAudience =
  /** One customer: those who act for it. */
  | 'CUSTOMER'
  /** The tenant's employees of one role. No client ever sees it. */
  | 'EMPLOYEES';

/** A way a notification reaches people. */
export type NotificationChannel =
  /** The list of notifications and the live stream. Quiet hours do not hold it back. */
  | 'IN_APP';

/** Something a user is told. It never changes; whether it was read is each reader's own. */
export type Notification = Node & {
  readonly id: Scalars['ID']['output'];
  /** What it is about. */
  readonly kind: NotificationKind;
  /** Whom it is for. */
  readonly audience: NotificationAudience;
  /** One line, plain text, in `locale` (BCP 47) or else the caller's preferred language, or the nearest there is: de-AT, de, en. */
  readonly title: Scalars['String']['output'];
  /** One or two sentences, plain text, in the language of `title`. */
  readonly body: Scalars['String']['output'];
  /** When it was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When the caller read it first; null while unread. */
  readonly readAt?: Maybe<Scalars['DateTime']['output']>;
  /** The order it is about; null when it is about none, or the orders subgraph is away. */
  readonly order?: Maybe<Order>;
};


/** Something a user is told. It never changes; whether it was read is each reader's own. */
export type NotificationTitleArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};


/** Something a user is told. It never changes; whether it was read is each reader's own. */
export type NotificationBodyArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};

/** A page of notifications. */
export type NotificationConnection = {
  /** Notifications with their cursors. */
  readonly edges: ReadonlyArray<NotificationEdge>;
  /** The notifications alone. */
  readonly nodes: ReadonlyArray<Notification>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many the caller has not read, of all kinds that are switched on for it, whatever `where` says. */
  readonly unreadCount: Scalars['Int']['output'];
  /** Position of the stream of notifications before this page was read: subscribe with `after: changesCursor` and none is missed. */
  readonly changesCursor: Scalars['String']['output'];
};

/** A notification in a list. */
export type NotificationEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The notification. */
  readonly node: Notification;
};

/** What a user wants to be told, and how. Until the user changes something, everything is on. */
export type NotificationPreferences = {
  /** Language of the texts (BCP 47); null for the default, English. */
  readonly locale?: Maybe<Scalars['String']['output']>;
  /** When not to be disturbed; null for never. */
  readonly quietHours?: Maybe<QuietHours>;
  /** One for each kind that can reach the caller, and each channel. */
  readonly switches: ReadonlyArray<NotificationSwitch>;
  /** Rises with each change; pass it as `expectedVersion`. 0 until the first. */
  readonly version: Scalars['Int']['output'];
};

/** A part of each day, by the wall clock of a time zone. It may pass midnight. */
export type QuietHours = {
  /** IANA name, for example `Europe/London`. */
  readonly timeZone: Scalars['String']['output'];
  /** First minute, `HH:MM` from `00:00` to `23:59`. */
  readonly from: Scalars['String']['output'];
  /** First minute after it, `HH:MM`. */
  readonly to: Scalars['String']['output'];
};

/** Whether notifications of one kind come by one channel. */
export type NotificationSwitch = {
  /** Which kind. */
  readonly kind: NotificationKind;
  /** Which channel. */
  readonly channel: NotificationChannel;
  /** Whether they come. In-app notifications that are off are not listed and not counted. */
  readonly isEnabled: Scalars['Boolean']['output'];
};

/** An order; see the orders subgraph. */
export type Order = {
  readonly id: Scalars['ID']['output'];
};

/** Which notifications: every condition given must hold. */
export type NotificationWhereInput = {
  /** Read by the caller, or not. */
  readonly isRead?: InputMaybe<Scalars['Boolean']['input']>;
  /** By kind. */
  readonly kind?: InputMaybe<NotificationKindFilter>;
};

/** By kind. */
export type NotificationKindFilter = {
  /** One of these; at most 20. */
  readonly in: ReadonlyArray<NotificationKind>;
};

export type Query = {
  /** What the caller is told, newest first: a client its customer's notifications, an employee those of its roles, an admin those of all employees. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager, client. */
  readonly notifications: NotificationConnection;
  /** The caller's own. Roles: admin, customer-service, order-manager, client. */
  readonly notificationPreferences: NotificationPreferences;
  /** For services: up to `first` (at most 500) events of a topic after number `afterSeq`. */
  readonly _events: _EventPage;
};


export type QueryNotificationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<NotificationWhereInput>;
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
  /** Marks a notification as read by the caller; one that is stays as it is. Roles: admin, customer-service, order-manager, client. */
  readonly markNotificationRead: MarkNotificationReadPayload;
  /** Marks everything the caller can see now as read. Roles: admin, customer-service, order-manager, client. */
  readonly markAllNotificationsRead: MarkAllNotificationsReadPayload;
  /** Changes what is given of the caller's preferences and leaves the rest. Roles: admin, customer-service, order-manager, client. */
  readonly updateNotificationPreferences: UpdateNotificationPreferencesPayload;
};


export type MutationMarkNotificationReadArgs = {
  input: MarkNotificationReadInput;
};


export type MutationMarkAllNotificationsReadArgs = {
  input: MarkAllNotificationsReadInput;
};


export type MutationUpdateNotificationPreferencesArgs = {
  input: UpdateNotificationPreferencesInput;
};

/** Which notification was read. */
export type MarkNotificationReadInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which. */
  readonly notificationId: Scalars['ID']['input'];
};

/** What became of marking a notification. */
export type MarkNotificationReadPayload = {
  /** The notification; null when the caller cannot see it. */
  readonly notification?: Maybe<Notification>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<MarkNotificationReadError>;
};

/** Why a notification was not marked. */
export type MarkNotificationReadError = UserError & {
  /** What kind of failure. */
  readonly code: MarkNotificationReadErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a notification was not marked. */
export type MarkNotificationReadErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such notification, or it is not for the caller. */
  | 'NOTIFICATION_NOT_FOUND';

/** Marks everything. */
export type MarkAllNotificationsReadInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
};

/** What became of marking everything. */
export type MarkAllNotificationsReadPayload = {
  /** How many were unread, those of kinds that are switched off included. */
  readonly markedCount: Scalars['Int']['output'];
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<MarkAllNotificationsReadError>;
};

/** Why nothing was marked. */
export type MarkAllNotificationsReadError = UserError & {
  /** What kind of failure. */
  readonly code: MarkAllNotificationsReadErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why nothing was marked. */
export type MarkAllNotificationsReadErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED';

/** What to change. What is left out stays; null takes back to the default. */
export type UpdateNotificationPreferencesInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Refuse when the preferences have another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** BCP 47, for example `de-AT`; null for the default. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
  /** Null for none. */
  readonly quietHours?: InputMaybe<QuietHoursInput>;
  /** Switches to set, at most 50; the others stay. */
  readonly switches?: InputMaybe<ReadonlyArray<NotificationSwitchInput>>;
};

/** A part of each day, by the wall clock of a time zone. */
export type QuietHoursInput = {
  /** IANA name, for example `Europe/London`. */
  readonly timeZone: Scalars['String']['input'];
  /** First minute, `HH:MM` from `00:00` to `23:59`. */
  readonly from: Scalars['String']['input'];
  /** First minute after it, `HH:MM`; before `from` it is the next day's. */
  readonly to: Scalars['String']['input'];
};

/** Whether notifications of one kind shall come by one channel. */
export type NotificationSwitchInput = {
  /** Which kind. */
  readonly kind: NotificationKind;
  /** Which channel. */
  readonly channel: NotificationChannel;
  /** Whether they shall come. */
  readonly isEnabled: Scalars['Boolean']['input'];
};

/** What became of changing preferences. */
export type UpdateNotificationPreferencesPayload = {
  /** The preferences as they are now; null when the input was refused. */
  readonly preferences?: Maybe<NotificationPreferences>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateNotificationPreferencesError>;
};

/** Why preferences were not changed. */
export type UpdateNotificationPreferencesError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateNotificationPreferencesErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why preferences were not changed. */
export type UpdateNotificationPreferencesErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another request changed the preferences first: read them again, then retry. */
  | 'VERSION_CONFLICT';



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
  Notification: Notification;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Notification:
    ( { __typename: 'Notification' }
    & GraphQLRecursivePick<FederationTypes['Notification'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( NotificationMapper );
  UserError:
    | ( MarkNotificationReadError )
    | ( MarkAllNotificationsReadError )
    | ( UpdateNotificationPreferencesError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  NotificationKind: NotificationKind;
  NotificationAudience: NotificationAudience;
  NotificationChannel: NotificationChannel;
  Notification: ResolverTypeWrapper<NotificationMapper>;
  NotificationConnection: ResolverTypeWrapper<NotificationConnectionMapper>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  NotificationEdge: ResolverTypeWrapper<Omit<NotificationEdge, 'node'> & { node: ResolversTypes['Notification'] }>;
  NotificationPreferences: ResolverTypeWrapper<NotificationPreferencesMapper>;
  QuietHours: ResolverTypeWrapper<QuietHours>;
  NotificationSwitch: ResolverTypeWrapper<NotificationSwitch>;
  Order: ResolverTypeWrapper<OrderMapper>;
  NotificationWhereInput: NotificationWhereInput;
  NotificationKindFilter: NotificationKindFilter;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  _EventPage: ResolverTypeWrapper<_EventPage>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  MarkNotificationReadInput: MarkNotificationReadInput;
  MarkNotificationReadPayload: ResolverTypeWrapper<Omit<MarkNotificationReadPayload, 'notification'> & { notification?: Maybe<ResolversTypes['Notification']> }>;
  MarkNotificationReadError: ResolverTypeWrapper<MarkNotificationReadError>;
  MarkNotificationReadErrorCode: MarkNotificationReadErrorCode;
  MarkAllNotificationsReadInput: MarkAllNotificationsReadInput;
  MarkAllNotificationsReadPayload: ResolverTypeWrapper<MarkAllNotificationsReadPayload>;
  MarkAllNotificationsReadError: ResolverTypeWrapper<MarkAllNotificationsReadError>;
  MarkAllNotificationsReadErrorCode: MarkAllNotificationsReadErrorCode;
  UpdateNotificationPreferencesInput: UpdateNotificationPreferencesInput;
  QuietHoursInput: QuietHoursInput;
  NotificationSwitchInput: NotificationSwitchInput;
  UpdateNotificationPreferencesPayload: ResolverTypeWrapper<Omit<UpdateNotificationPreferencesPayload, 'preferences'> & { preferences?: Maybe<ResolversTypes['NotificationPreferences']> }>;
  UpdateNotificationPreferencesError: ResolverTypeWrapper<UpdateNotificationPreferencesError>;
  UpdateNotificationPreferencesErrorCode: UpdateNotificationPreferencesErrorCode;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  String: Scalars['String']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Notification: NotificationMapper;
  NotificationConnection: NotificationConnectionMapper;
  Int: Scalars['Int']['output'];
  NotificationEdge: Omit<NotificationEdge, 'node'> & { node: ResolversParentTypes['Notification'] };
  NotificationPreferences: NotificationPreferencesMapper;
  QuietHours: QuietHours;
  NotificationSwitch: NotificationSwitch;
  Order: OrderMapper;
  NotificationWhereInput: NotificationWhereInput;
  NotificationKindFilter: NotificationKindFilter;
  Query: Record<PropertyKey, never>;
  _EventPage: _EventPage;
  Mutation: Record<PropertyKey, never>;
  MarkNotificationReadInput: MarkNotificationReadInput;
  MarkNotificationReadPayload: Omit<MarkNotificationReadPayload, 'notification'> & { notification?: Maybe<ResolversParentTypes['Notification']> };
  MarkNotificationReadError: MarkNotificationReadError;
  MarkAllNotificationsReadInput: MarkAllNotificationsReadInput;
  MarkAllNotificationsReadPayload: MarkAllNotificationsReadPayload;
  MarkAllNotificationsReadError: MarkAllNotificationsReadError;
  UpdateNotificationPreferencesInput: UpdateNotificationPreferencesInput;
  QuietHoursInput: QuietHoursInput;
  NotificationSwitchInput: NotificationSwitchInput;
  UpdateNotificationPreferencesPayload: Omit<UpdateNotificationPreferencesPayload, 'preferences'> & { preferences?: Maybe<ResolversParentTypes['NotificationPreferences']> };
  UpdateNotificationPreferencesError: UpdateNotificationPreferencesError;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type NodeResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Notification', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'MarkNotificationReadError' | 'MarkAllNotificationsReadError' | 'UpdateNotificationPreferencesError', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NotificationResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['Notification'] = ResolversParentTypes['Notification'], FederationReferenceType extends FederationReferenceTypes['Notification'] = FederationReferenceTypes['Notification']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Notification']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NotificationKind'], ParentType, ContextType>;
  audience?: Resolver<ResolversTypes['NotificationAudience'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<NotificationTitleArgs>>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<NotificationBodyArgs>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NotificationConnectionResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['NotificationConnection'] = ResolversParentTypes['NotificationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NotificationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Notification']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  unreadCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changesCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NotificationEdgeResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['NotificationEdge'] = ResolversParentTypes['NotificationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Notification'], ParentType, ContextType>;
};

export type NotificationPreferencesResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['NotificationPreferences'] = ResolversParentTypes['NotificationPreferences']> = {
  locale?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  quietHours?: Resolver<Maybe<ResolversTypes['QuietHours']>, ParentType, ContextType>;
  switches?: Resolver<ReadonlyArray<ResolversTypes['NotificationSwitch']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QuietHoursResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['QuietHours'] = ResolversParentTypes['QuietHours']> = {
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NotificationSwitchResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['NotificationSwitch'] = ResolversParentTypes['NotificationSwitch']> = {
  kind?: Resolver<ResolversTypes['NotificationKind'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['NotificationChannel'], ParentType, ContextType>;
  isEnabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OrderResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  notifications: Resolver<ResolversTypes['NotificationConnection'], ParentType, ContextType, Partial<QueryNotificationsArgs>>;
  notificationPreferences: Resolver<ResolversTypes['NotificationPreferences'], ParentType, ContextType>;
  _events: Resolver<ResolversTypes['_EventPage'], ParentType, ContextType, RequireFields<Query_EventsArgs, 'topic' | 'afterSeq' | 'first'>>;
};

export type _EventPageResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['_EventPage'] = ResolversParentTypes['_EventPage']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  oldestSeq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  markNotificationRead: Resolver<ResolversTypes['MarkNotificationReadPayload'], ParentType, ContextType, RequireFields<MutationMarkNotificationReadArgs, 'input'>>;
  markAllNotificationsRead: Resolver<ResolversTypes['MarkAllNotificationsReadPayload'], ParentType, ContextType, RequireFields<MutationMarkAllNotificationsReadArgs, 'input'>>;
  updateNotificationPreferences: Resolver<ResolversTypes['UpdateNotificationPreferencesPayload'], ParentType, ContextType, RequireFields<MutationUpdateNotificationPreferencesArgs, 'input'>>;
};

export type MarkNotificationReadPayloadResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['MarkNotificationReadPayload'] = ResolversParentTypes['MarkNotificationReadPayload']> = {
  notification?: Resolver<Maybe<ResolversTypes['Notification']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['MarkNotificationReadError']>, ParentType, ContextType>;
};

export type MarkNotificationReadErrorResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['MarkNotificationReadError'] = ResolversParentTypes['MarkNotificationReadError']> = {
  code?: Resolver<ResolversTypes['MarkNotificationReadErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MarkAllNotificationsReadPayloadResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['MarkAllNotificationsReadPayload'] = ResolversParentTypes['MarkAllNotificationsReadPayload']> = {
  markedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['MarkAllNotificationsReadError']>, ParentType, ContextType>;
};

export type MarkAllNotificationsReadErrorResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['MarkAllNotificationsReadError'] = ResolversParentTypes['MarkAllNotificationsReadError']> = {
  code?: Resolver<ResolversTypes['MarkAllNotificationsReadErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateNotificationPreferencesPayloadResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['UpdateNotificationPreferencesPayload'] = ResolversParentTypes['UpdateNotificationPreferencesPayload']> = {
  preferences?: Resolver<Maybe<ResolversTypes['NotificationPreferences']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateNotificationPreferencesError']>, ParentType, ContextType>;
};

export type UpdateNotificationPreferencesErrorResolvers<ContextType = NotificationsContext, ParentType extends ResolversParentTypes['UpdateNotificationPreferencesError'] = ResolversParentTypes['UpdateNotificationPreferencesError']> = {
  code?: Resolver<ResolversTypes['UpdateNotificationPreferencesErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = NotificationsContext> = {
  DateTime?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Notification?: NotificationResolvers<ContextType>;
  NotificationConnection?: NotificationConnectionResolvers<ContextType>;
  NotificationEdge?: NotificationEdgeResolvers<ContextType>;
  NotificationPreferences?: NotificationPreferencesResolvers<ContextType>;
  QuietHours?: QuietHoursResolvers<ContextType>;
  NotificationSwitch?: NotificationSwitchResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  _EventPage?: _EventPageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  MarkNotificationReadPayload?: MarkNotificationReadPayloadResolvers<ContextType>;
  MarkNotificationReadError?: MarkNotificationReadErrorResolvers<ContextType>;
  MarkAllNotificationsReadPayload?: MarkAllNotificationsReadPayloadResolvers<ContextType>;
  MarkAllNotificationsReadError?: MarkAllNotificationsReadErrorResolvers<ContextType>;
  UpdateNotificationPreferencesPayload?: UpdateNotificationPreferencesPayloadResolvers<ContextType>;
  UpdateNotificationPreferencesError?: UpdateNotificationPreferencesErrorResolvers<ContextType>;
};


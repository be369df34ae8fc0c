import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Customer as CustomerMapper, CustomerConnection as CustomerConnectionMapper, Address as AddressMapper, MainframeSync as MainframeSyncMapper, MainframeBatch as MainframeBatchMapper, MainframeReconciliation as MainframeReconciliationMapper, MainframeFinding as MainframeFindingMapper, MainframeAction as MainframeActionMapper, OperationUsage as OperationUsageMapper, Viewer as ViewerMapper, User as UserMapper, UserConnection as UserConnectionMapper, CustomerPreferences as CustomerPreferencesMapper, CustomerConsent as CustomerConsentMapper, ConsentRecord as ConsentRecordMapper, ConsentText as ConsentTextMapper, Segment as SegmentMapper, SegmentExplanation as SegmentExplanationMapper } from './mappers.ts';
import type { CustomersContext } from './context.ts';
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
  /** An ISO 4217 code, for example `EUR`. */
  CurrencyCode: { input: string; output: string; }
  /** An ISO 3166-1 alpha-2 code in capitals, for example `GB`. */
  CountryCode: { input: string; output: string; }
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

/** Which way a list is sorted. */
export type SortDirection =
  /** Smallest or oldest first. */
  | 'ASC'
  /** Largest or newest first. */
  | 'DESC';

/** Who is calling, as the token says. */
export type Viewer = Node & {
  /** Follows from tenant, kind and the identity provider's subject; it is the same in every session and does not show the subject. */
  readonly id: Scalars['ID']['output'];
  /** What kind of caller. */
  readonly kind: ViewerKind;
  /** The name in the token. */
  readonly name: Scalars['String']['output'];
  /** The roles in the token: `admin`, `customer-service`, `order-manager`, `client`, `partner` or `system`. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** What the roles allow, for example `customers:write`; sorted. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** Whose data the caller works with. */
  readonly tenant: Tenant;
  /** The customer that a client is; null for everybody else. */
  readonly customer?: Maybe<Customer>;
};

/** What kind of caller. */
export type ViewerKind =
  /** One of the tenant's staff. */
  | 'EMPLOYEE'
  /** A customer of the tenant. */
  | 'CLIENT'
  /** A partner's program. */
  | 'PARTNER'
  /** A program of ours. */
  | 'SYSTEM';

/** A company whose data nobody else can see. */
export type Tenant = Node & {
  readonly id: Scalars['ID']['output'];
  /** Short name, as in addresses and commands: `acme`. */
  readonly slug: Scalars['String']['output'];
};

/** A buyer. Employees see their tenant's customers, a client sees itself only, partners none. */
export type Customer = Node & {
  readonly id: Scalars['ID']['output'];
  /** Name of the person or company, 1 to 100 characters. */
  readonly name: Scalars['String']['output'];
  /** E-mail address as entered; null when none is known. No two customers of a tenant have the same one, upper and lower case being the same. */
  readonly email?: Maybe<Scalars['String']['output']>;
  /** Phone number in E.164, for example `+442079460958`; null when none is known. */
  readonly phone?: Maybe<Scalars['String']['output']>;
  /** Rises with each change of profile or addresses; pass it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** When the customer was registered; for imported customers, where they came from. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The customer's addresses, oldest first. Without `first` or `last`: the first 20; at most 100. */
  readonly addresses: AddressConnection;
  /** How the customer wants to be talked to. */
  readonly preferences: CustomerPreferences;
  /** Where the customer stands on each purpose that needs consent; one entry for every purpose. */
  readonly consents: ReadonlyArray<CustomerConsent>;
  /** Every word of the customer on its consents, newest first. Without `first` or `last`: the first 20; at most 100. */
  readonly consentHistory: ConsentRecordConnection;
  /** The segments that the customer belongs to now, by name, each with why. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager; others get null and FORBIDDEN. */
  readonly segments?: Maybe<SegmentExplanationConnection>;
  /** How far the customer's newest version has got on its way to the mainframe. Roles: admin, customer-service, order-manager; others get null and FORBIDDEN. */
  readonly mainframeSync?: Maybe<MainframeSync>;
};


/** A buyer. Employees see their tenant's customers, a client sees itself only, partners none. */
export type CustomerAddressesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A buyer. Employees see their tenant's customers, a client sees itself only, partners none. */
export type CustomerConsentHistoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A buyer. Employees see their tenant's customers, a client sees itself only, partners none. */
export type CustomerSegmentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of customers. */
export type CustomerConnection = {
  /** Customers with their cursors. */
  readonly edges: ReadonlyArray<CustomerEdge>;
  /** The customers alone. */
  readonly nodes: ReadonlyArray<Customer>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many customers there are over all pages. Costs a count of them: ask for it only where it is shown. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A customer in a list. */
export type CustomerEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The customer. */
  readonly node: Customer;
};

/** A postal address of a customer. As long as a customer has addresses, exactly one of them is the default. */
export type Address = Node & {
  readonly id: Scalars['ID']['output'];
  /** Street and number, or what stands in their place; 1 to 100 characters. */
  readonly line1: Scalars['String']['output'];
  /** Flat, building, care of; at most 100 characters. */
  readonly line2?: Maybe<Scalars['String']['output']>;
  /** Town, 1 to 100 characters. */
  readonly city: Scalars['String']['output'];
  /** State, county or province, where the country's addresses have one; at most 100 characters. */
  readonly region?: Maybe<Scalars['String']['output']>;
  /** As the country writes it, at most 20 characters; null where there is none. */
  readonly postalCode?: Maybe<Scalars['String']['output']>;
  /** The country. */
  readonly countryCode: Scalars['CountryCode']['output'];
  /** Whether it is the address to use when nobody chooses. */
  readonly isDefault: Scalars['Boolean']['output'];
};

/** A page of addresses. */
export type AddressConnection = {
  /** Addresses with their cursors. */
  readonly edges: ReadonlyArray<AddressEdge>;
  /** The addresses alone. */
  readonly nodes: ReadonlyArray<Address>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** An address in a list. */
export type AddressEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The address. */
  readonly node: Address;
};

/** The way of a customer's profile to the mainframe. Versions are those of the customer. */
export type MainframeSync = {
  /** Whose profile it is. */
  readonly customer: Customer;
  /** Where it stands. */
  readonly state: MainframeSyncState;
  /** The version that the mainframe should have. */
  readonly desiredVersion: Scalars['Int']['output'];
  /** The newest version that the mainframe has confirmed; 0 when none. */
  readonly ackedVersion: Scalars['Int']['output'];
  /** Seconds since the mainframe fell behind; null when it has the newest version. */
  readonly lagSeconds?: Maybe<Scalars['Int']['output']>;
  /** The batch the profile was last sent in; null when it never was. */
  readonly batchId?: Maybe<Scalars['String']['output']>;
  /** Why the mainframe refused the profile; null when it did not, or when the profile has changed since. */
  readonly reject?: Maybe<MainframeReject>;
};

/** Where a profile stands on its way to the mainframe. */
export type MainframeSyncState =
  /** Waits to be sent. */
  | 'PENDING'
  /** Sent, not confirmed yet. */
  | 'SENT'
  /** The mainframe has the newest version. */
  | 'SYNCED'
  /** Given up until the profile changes or an operator sends it again. */
  | 'PARKED';

/** A refusal by the mainframe. */
export type MainframeReject = {
  /** The mainframe's code. */
  readonly code: Scalars['String']['output'];
  /** The field of the mainframe's record that is at fault, where one is. */
  readonly field?: Maybe<Scalars['String']['output']>;
  /** The mainframe's reason, in its words. */
  readonly message: Scalars['String']['output'];
};

/** Which profiles: every condition given must hold. */
export type MainframeSyncWhereInput = {
  /** By where they stand. */
  readonly state?: InputMaybe<MainframeSyncStateFilter>;
  /** Those that the mainframe has been behind with for longer than so many seconds; 0 to ten years. */
  readonly olderThanSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** By where a profile stands. */
export type MainframeSyncStateFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<MainframeSyncState>>;
};

/** A page of profiles on their way to the mainframe. */
export type MainframeSyncConnection = {
  /** The profiles with their cursors. */
  readonly edges: ReadonlyArray<MainframeSyncEdge>;
  /** The profiles alone. */
  readonly nodes: ReadonlyArray<MainframeSync>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** One of a page of profiles on their way to the mainframe. */
export type MainframeSyncEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The thing itself. */
  readonly node: MainframeSync;
};

/** How the way to the mainframe is doing at this moment. Counts are of profiles. */
export type MainframeOverview = {
  /** Wait to be sent. */
  readonly pendingCount: Scalars['Int']['output'];
  /** Sent, not confirmed yet. */
  readonly sentCount: Scalars['Int']['output'];
  /** Given up until they change or are sent again. */
  readonly parkedCount: Scalars['Int']['output'];
  /** Seconds that the mainframe has been behind with the one of them that has waited longest, parked ones aside; null when it has everything. */
  readonly oldestLagSeconds?: Maybe<Scalars['Int']['output']>;
  /** Confirmed during the last 60 seconds, and not changed since. */
  readonly ackedLastMinuteCount: Scalars['Int']['output'];
};

/** A file of profiles for the mainframe. */
export type MainframeBatch = Node & {
  readonly id: Scalars['ID']['output'];
  /** The tenant's batches are numbered from 1, without gaps. */
  readonly sequence: Scalars['Int']['output'];
  /** Where it stands. */
  readonly state: MainframeBatchState;
  /** How many profiles are in it, 1 to 500. */
  readonly recordCount: Scalars['Int']['output'];
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was first written to the mainframe's drop; null before. */
  readonly sentAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the answer that counts was read; null before. */
  readonly ackedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How often it was written. */
  readonly sendCount: Scalars['Int']['output'];
  /** The mainframe's last answer: 0 all stored, 4 some rejected, 8 refused as a whole, 12 broken off; null before any. */
  readonly returnCode?: Maybe<Scalars['Int']['output']>;
  /** The mainframe's reason for a return code of 8 or 12, in its words. */
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** Where a batch stands. */
export type MainframeBatchState =
  /** Made, not written yet. */
  | 'CREATED'
  /** Written, not answered. */
  | 'SENT'
  /** Answered profile by profile. */
  | 'ACKED'
  /** Refused for ever: its profiles are sent in another one. */
  | 'VOID';

/** A page of batches. */
export type MainframeBatchConnection = {
  /** The batches with their cursors. */
  readonly edges: ReadonlyArray<MainframeBatchEdge>;
  /** The batches alone. */
  readonly nodes: ReadonlyArray<MainframeBatch>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** One of a page of batches. */
export type MainframeBatchEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The thing itself. */
  readonly node: MainframeBatch;
};

/** A comparison of all profiles that the mainframe has with all that it should have. What differs is sent again, but for what is unknown here. */
export type MainframeReconciliation = Node & {
  readonly id: Scalars['ID']['output'];
  /** Whether the report is there. */
  readonly state: MainframeReconciliationState;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** When the report was made; null before. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Profiles that the mainframe has; this and the other counts are null before the report. */
  readonly storedCount?: Maybe<Scalars['Int']['output']>;
  /** Profiles that the mainframe has confirmed and does not have. */
  readonly missingCount?: Maybe<Scalars['Int']['output']>;
  /** Profiles of which the mainframe has an older version than it confirmed. */
  readonly behindCount?: Maybe<Scalars['Int']['output']>;
  /** Profiles of which the mainframe has a newer version than we know of. */
  readonly aheadCount?: Maybe<Scalars['Int']['output']>;
  /** Profiles of which the mainframe has the version that it confirmed, with another content. */
  readonly differentCount?: Maybe<Scalars['Int']['output']>;
  /** Profiles at the mainframe that are no customer's. */
  readonly unknownCount?: Maybe<Scalars['Int']['output']>;
  /** The first of the differences, at most 100; empty before the report. */
  readonly findings: ReadonlyArray<MainframeFinding>;
};

/** Whether the report of a reconciliation is there. */
export type MainframeReconciliationState =
  /** The mainframe has not answered yet. */
  | 'REQUESTED'
  /** The report is there. */
  | 'DONE';

/** One difference between the mainframe and us. A version is 0 where there is none. */
export type MainframeFinding = {
  /** What kind of difference. */
  readonly kind: MainframeFindingKind;
  /** The key of the mainframe's record. */
  readonly recordKey: Scalars['String']['output'];
  /** The customer; null when the record is no customer's. */
  readonly customer?: Maybe<Customer>;
  /** The version that the mainframe has confirmed. */
  readonly expectedVersion: Scalars['Int']['output'];
  /** The version that it has. */
  readonly storedVersion: Scalars['Int']['output'];
};

/** How the mainframe differs from us. */
export type MainframeFindingKind =
  /** It has nothing. */
  | 'MISSING'
  /** It has an older version. */
  | 'BEHIND'
  /** It has a newer version. */
  | 'AHEAD'
  /** It has the same version with another content. */
  | 'DIFFERENT'
  /** It has a record that is no customer's. */
  | 'UNKNOWN';

/** A page of reconciliations. */
export type MainframeReconciliationConnection = {
  /** The reconciliations with their cursors. */
  readonly edges: ReadonlyArray<MainframeReconciliationEdge>;
  /** The reconciliations alone. */
  readonly nodes: ReadonlyArray<MainframeReconciliation>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** One of a page of reconciliations. */
export type MainframeReconciliationEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The thing itself. */
  readonly node: MainframeReconciliation;
};

/** Something that somebody did by hand. It never changes. Roles: admin. */
export type MainframeAction = Node & {
  readonly id: Scalars['ID']['output'];
  /** What was done. */
  readonly kind: MainframeActionKind;
  /** Whose profile was sent again; null for a reconciliation. */
  readonly customer?: Maybe<Customer>;
  /** The reconciliation that was asked for; null for a replay. */
  readonly reconciliation?: Maybe<MainframeReconciliation>;
  /** What kind of caller did it. */
  readonly actorKind: ViewerKind;
  /** Who did it, as the identity provider says. */
  readonly actor: Scalars['String']['output'];
  /** Why, in their words. */
  readonly reason: Scalars['String']['output'];
  /** When. */
  readonly actedAt: Scalars['DateTime']['output'];
};

/** What somebody did by hand. */
export type MainframeActionKind =
  /** Had a parked profile sent again. */
  | 'REPLAY'
  /** Asked for a reconciliation. */
  | 'RECONCILE';

/** A page of actions. */
export type MainframeActionConnection = {
  /** The actions with their cursors. */
  readonly edges: ReadonlyArray<MainframeActionEdge>;
  /** The actions alone. */
  readonly nodes: ReadonlyArray<MainframeAction>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** One of a page of actions. */
export type MainframeActionEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The thing itself. */
  readonly node: MainframeAction;
};

/** Which customers: every condition given must hold. At most 50 filters, 5 levels deep. */
export type CustomerWhereInput = {
  /** All of these. */
  readonly AND?: InputMaybe<ReadonlyArray<CustomerWhereInput>>;
  /** At least one of these. */
  readonly OR?: InputMaybe<ReadonlyArray<CustomerWhereInput>>;
  /** Not this. */
  readonly NOT?: InputMaybe<CustomerWhereInput>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By name, without regard to case and accents. */
  readonly name?: InputMaybe<TextFilter>;
  /** By e-mail address, upper and lower case being the same. */
  readonly email?: InputMaybe<TextFilter>;
  /** By phone number in E.164, for example `+442079460958`. */
  readonly phone?: InputMaybe<TextFilter>;
  /** By time of registration. */
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  /** By the country of the default address. */
  readonly countryCode?: InputMaybe<CountryCodeFilter>;
  /** By membership: who belongs to one of these segments now. At most 10 segments in the whole filter. */
  readonly segment?: InputMaybe<IdFilter>;
};

/** By country. */
export type CountryCodeFilter = {
  /** One of these; at most 100. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['CountryCode']['input']>>;
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

/** How customers are sorted; ties by id. */
export type CustomerOrderInput = {
  /** By what. */
  readonly field: CustomerOrderField;
  /** Which way. */
  readonly direction: SortDirection;
};

/** What customers can be sorted by. */
export type CustomerOrderField =
  /** Time of registration. */
  | 'CREATED_AT'
  /** Name, without regard to case and accents. */
  | 'NAME';

/** Somebody who works with the tenant's data or buys from it: invited by an admin, or known since the first token. Roles: admin. */
export type User = Node & {
  readonly id: Scalars['ID']['output'];
  /** What kind of user. */
  readonly kind: UserKind;
  /** The name in the last token, or in the invitation. */
  readonly name: Scalars['String']['output'];
  /** E-mail address as the identity provider or the invitation says; null when neither did. */
  readonly email?: Maybe<Scalars['String']['output']>;
  /** Whether the user may come in. */
  readonly status: UserStatus;
  /** All roles of the user: the token's and the granted ones, sorted. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** The roles that an admin gave on top of the token's, sorted. */
  readonly grantedRoles: ReadonlyArray<Scalars['String']['output']>;
  /** When the user was invited; null when nobody did. */
  readonly invitedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the user was last seen, up to an hour late; null before the first token. */
  readonly lastSeenAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the user became known: by invitation or first token. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Rises with each change of granted roles and status; pass it as `expectedVersion`. What tokens say does not count. */
  readonly version: Scalars['Int']['output'];
  /** The customer that a client is; null for everybody else, and before the first token. */
  readonly customer?: Maybe<Customer>;
};

/** What kind of user. */
export type UserKind =
  /** One of the tenant's staff. */
  | 'EMPLOYEE'
  /** A customer of the tenant. */
  | 'CLIENT'
  /** A partner's program. */
  | 'PARTNER';

/** Whether a user may come in. */
export type UserStatus =
  /** Invited, has not come yet. */
  | 'INVITED'
  /** May come in. */
  | 'ACTIVE'
  /** Refused, whatever the token says, within 5 seconds of being disabled. */
  | 'DISABLED';

/** A page of users. */
export type UserConnection = {
  /** Users with their cursors. */
  readonly edges: ReadonlyArray<UserEdge>;
  /** The users alone. */
  readonly nodes: ReadonlyArray<User>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many users there are over all pages. Costs a count of them: ask for it only where it is shown. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A user in a list. */
export type UserEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The user. */
  readonly node: User;
};

/** Which users: every condition given must hold. At most 50 filters, 5 levels deep. */
export type UserWhereInput = {
  /** All of these. */
  readonly AND?: InputMaybe<ReadonlyArray<UserWhereInput>>;
  /** At least one of these. */
  readonly OR?: InputMaybe<ReadonlyArray<UserWhereInput>>;
  /** Not this. */
  readonly NOT?: InputMaybe<UserWhereInput>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By kind. */
  readonly kind?: InputMaybe<UserKindFilter>;
  /** By status. */
  readonly status?: InputMaybe<UserStatusFilter>;
  /** By name, without regard to case and accents. */
  readonly name?: InputMaybe<TextFilter>;
  /** By e-mail address, upper and lower case being the same. */
  readonly email?: InputMaybe<TextFilter>;
};

/** By kind of user. */
export type UserKindFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<UserKind>>;
};

/** By status. */
export type UserStatusFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<UserStatus>>;
};

/** How a customer wants to be talked to. */
export type CustomerPreferences = Node & {
  readonly id: Scalars['ID']['output'];
  /** Language and region, a tag of BCP 47, for example `en-GB`; null when the customer never said. */
  readonly locale?: Maybe<Scalars['String']['output']>;
  /** Time zone, a name of the IANA database, for example `Europe/London`; null when the customer never said. */
  readonly timeZone?: Maybe<Scalars['String']['output']>;
  /** The currency that prices are shown in where there is a choice; null when the customer never said. */
  readonly preferredCurrency?: Maybe<Scalars['CurrencyCode']['output']>;
  /** By which ways advertising may come, as far as there is consent. */
  readonly marketingChannels: ReadonlyArray<MarketingChannel>;
  /** Rises with each change of the preferences; 0 as long as there was none. Pass it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A way that advertising comes by. */
export type MarketingChannel =
  /** E-mail. */
  | 'EMAIL'
  /** Text message. */
  | 'SMS'
  /** Message of an app. */
  | 'PUSH'
  /** Letter. */
  | 'POST';

/** What a customer's data may be used for only with consent. */
export type ConsentPurpose =
  /** Advertising by e-mail. */
  | 'MARKETING_EMAIL'
  /** Advertising by text message. */
  | 'MARKETING_SMS'
  /** Counting what the customer does. */
  | 'ANALYTICS'
  /** Drawing conclusions about the customer. */
  | 'PROFILING';

/** A customer's word on a purpose. */
export type ConsentDecision =
  /** Yes. */
  | 'GRANTED'
  /** No, from then on. */
  | 'WITHDRAWN';

/** Where a customer said so. */
export type ConsentSource =
  /** On a web site. */
  | 'WEBSITE'
  /** In an app. */
  | 'APP'
  /** While buying. */
  | 'CHECKOUT'
  /** On the phone. */
  | 'PHONE'
  /** By e-mail. */
  | 'EMAIL'
  /** On paper. */
  | 'PAPER';

/** Where a customer stands on a purpose. */
export type CustomerConsent = {
  /** The purpose. */
  readonly purpose: ConsentPurpose;
  /** Whether the data may be used: only if the newest word says so. Consent to an earlier version of the text counts. */
  readonly isGranted: Scalars['Boolean']['output'];
  /** Whether the consent was given to an earlier version of the text: time to ask again. */
  readonly isOutdated: Scalars['Boolean']['output'];
  /** The newest word; null when the customer never said any. */
  readonly latest?: Maybe<ConsentRecord>;
};

/** One word of a customer on a purpose. It never changes; a later one takes its place. */
export type ConsentRecord = Node & {
  readonly id: Scalars['ID']['output'];
  /** The purpose. */
  readonly purpose: ConsentPurpose;
  /** What the customer said. */
  readonly decision: ConsentDecision;
  /** Version of the text that the customer saw; null when a withdrawal names none. */
  readonly textVersion?: Maybe<Scalars['Int']['output']>;
  /** Language of the text that the customer saw, a tag of BCP 47; null when it was not said. */
  readonly textLocale?: Maybe<Scalars['String']['output']>;
  /** Where the customer said so. */
  readonly source: ConsentSource;
  /** When the customer said so. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** When it was recorded. */
  readonly recordedAt: Scalars['DateTime']['output'];
  /** What kind of caller recorded it. */
  readonly actorKind: ViewerKind;
  /** Who recorded it, as the identity provider says. Roles: admin, customer-service, order-manager; null for clients. */
  readonly actor?: Maybe<Scalars['String']['output']>;
};

/** A page of words. */
export type ConsentRecordConnection = {
  /** The words with their cursors. */
  readonly edges: ReadonlyArray<ConsentRecordEdge>;
  /** The words alone. */
  readonly nodes: ReadonlyArray<ConsentRecord>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A word in a list. */
export type ConsentRecordEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The word. */
  readonly node: ConsentRecord;
};

/** A version of the text that customers are asked to consent to. */
export type ConsentText = {
  /** The purpose. */
  readonly purpose: ConsentPurpose;
  /** Its number, from 1. */
  readonly version: Scalars['Int']['output'];
  /** When it was published; it never changed since. */
  readonly publishedAt: Scalars['DateTime']['output'];
  /** The text in every language it was published in, sorted by locale; at most 50. */
  readonly translations: ReadonlyArray<ConsentTranslation>;
  /** The text in the language that fits best: the locale's, its language's, English, any. */
  readonly translation?: Maybe<ConsentTranslation>;
};


/** A version of the text that customers are asked to consent to. */
export type ConsentTextTranslationArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};

/** A text in one language. */
export type ConsentTranslation = {
  /** A tag of BCP 47. */
  readonly locale: Scalars['String']['output'];
  /** The text, at most 10,000 characters. */
  readonly text: Scalars['String']['output'];
};

/** A group of customers by rule. Who belongs to it is worked out when somebody asks. */
export type Segment = Node & {
  readonly id: Scalars['ID']['output'];
  /** 1 to 100 characters; no two segments of a tenant have the same one, case and accents apart. */
  readonly name: Scalars['String']['output'];
  /** What it is for; at most 1000 characters. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The parts of the rule, each before those inside it. The parts beside each other must all hold. */
  readonly rules: ReadonlyArray<SegmentRulePart>;
  /** The rule as JSON in the form of SegmentRuleInput. */
  readonly ruleJson: Scalars['String']['output'];
  /** The customers who belong to it now, newest first. Without `first` or `last`: the first 20; at most 100. */
  readonly members: CustomerConnection;
  /** Rises with each change; pass it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was changed last. */
  readonly updatedAt: Scalars['DateTime']['output'];
};


/** A group of customers by rule. Who belongs to it is worked out when somebody asks. */
export type SegmentMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of segments. */
export type SegmentConnection = {
  /** The segments with their cursors. */
  readonly edges: ReadonlyArray<SegmentEdge>;
  /** The segments alone. */
  readonly nodes: ReadonlyArray<Segment>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A segment in a list. */
export type SegmentEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The segment. */
  readonly node: Segment;
};

/** A part of a segment's rule. */
export type SegmentRulePart = {
  /** Where it stands in the rule, for example `rule.OR.0.countryIn`. */
  readonly path: Scalars['String']['output'];
  /** What it looks at, or how it combines others. */
  readonly kind: SegmentRuleKind;
  /** What it asks for; empty for AND, OR and NOT. */
  readonly expected: ReadonlyArray<Scalars['String']['output']>;
};

/** What a part of a rule looks at, or how it combines others. */
export type SegmentRuleKind =
  /** All of the rules inside. */
  | 'AND'
  /** At least one of the rules inside. */
  | 'OR'
  /** Not the rule inside. */
  | 'NOT'
  /** Country of the default address. */
  | 'COUNTRY'
  /** Time of registration. */
  | 'REGISTERED'
  /** Whether an e-mail address is known. */
  | 'EMAIL'
  /** Whether a phone number is known. */
  | 'PHONE'
  /** Whether there is consent. */
  | 'CONSENT'
  /** Locale of the preferences. */
  | 'LOCALE'
  /** Beginning of the name. */
  | 'NAME';

/** Whether a customer belongs to a segment, and why. */
export type SegmentExplanation = {
  /** The segment. */
  readonly segment: Segment;
  /** The customer. */
  readonly customer: Customer;
  /** Whether the customer belongs to it: whether all outermost parts of the rule hold. */
  readonly isMember: Scalars['Boolean']['output'];
  /** The parts of the rule, each before those inside it, and whether they hold. Values of the customer are not shown. */
  readonly rules: ReadonlyArray<SegmentRuleResult>;
};

/** A page of explanations. */
export type SegmentExplanationConnection = {
  /** The explanations with their cursors. */
  readonly edges: ReadonlyArray<SegmentExplanationEdge>;
  /** The explanations alone. */
  readonly nodes: ReadonlyArray<SegmentExplanation>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** An explanation in a list. */
export type SegmentExplanationEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The explanation. */
  readonly node: SegmentExplanation;
};

/** Whether a customer meets a part of a segment's rule. */
export type SegmentRuleResult = {
  /** Where it stands in the rule, for example `rule.OR.0.countryIn`. */
  readonly path: Scalars['String']['output'];
  /** What it looks at, or how it combines others. */
  readonly kind: SegmentRuleKind;
  /** What it asks for; empty for AND, OR and NOT. */
  readonly expected: ReadonlyArray<Scalars['String']['output']>;
  /** Whether the customer meets it. */
  readonly holds: Scalars['Boolean']['output'];
  /** Whether the customer has a value to look at, for example a default address; null for AND, OR and NOT. */
  readonly hasValue?: Maybe<Scalars['Boolean']['output']>;
};

export type Query = {
  /** Who is calling and what they may do. Roles: all. */
  readonly viewer: Viewer;
  /** The customer, or null when it does not exist or is somebody else. Roles: admin, customer-service, order-manager; client for itself. Others get FORBIDDEN. */
  readonly customer?: Maybe<Customer>;
  /** Customers, newest first unless sorted otherwise. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly customers: CustomerConnection;
  /** Users of the tenant, by name. Without `first` or `last`: the first 20; at most 100. Roles: admin. Others get FORBIDDEN. */
  readonly users: UserConnection;
  /** The newest text of every purpose that customers may be asked to consent to; purposes without a text are missing. Roles: all. */
  readonly consentTexts: ReadonlyArray<ConsentText>;
  /** A version of the text of a purpose; null when there is none. Roles: all. */
  readonly consentText?: Maybe<ConsentText>;
  /** The segment, or null when there is none. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly segment?: Maybe<Segment>;
  /** Segments by name. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly segments: SegmentConnection;
  /** Why a customer belongs to a segment, or why not; null when there is no such segment or customer. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly explainSegment?: Maybe<SegmentExplanation>;
  /** How the way of profiles to the mainframe is doing. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly mainframeOverview: MainframeOverview;
  /** Profiles by where they stand: those that the mainframe has been behind with longest, and those it confirmed longest ago, come first. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly mainframeSyncs: MainframeSyncConnection;
  /** Batches, newest first. Confirmed ones are kept for some days. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly mainframeBatches: MainframeBatchConnection;
  /** The reconciliation, or null when there is none. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly mainframeReconciliation?: Maybe<MainframeReconciliation>;
  /** Reconciliations, newest first. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly mainframeReconciliations: MainframeReconciliationConnection;
  /** What was done by hand on the way to the mainframe, by whom and why, newest first. Without `first` or `last`: the first 20; at most 100. Roles: admin. Others get FORBIDDEN. */
  readonly mainframeActions: MainframeActionConnection;
  /** Which client sent which operation how often, day by day: the newest day first, on it the most requests. Counts arrive some seconds after the requests; days are kept for 400 days. Without `first` or `last`: the first 20; at most 100. Roles: admin. Others get FORBIDDEN. */
  readonly operationUsage: OperationUsageConnection;
  /** For services: whether a customer's data may be used for a purpose, as last committed. False for whoever does not exist. */
  readonly _hasConsent: Scalars['Boolean']['output'];
  /** For services: the customer, or null when there is none. */
  readonly _customer?: Maybe<_CustomerRef>;
  /** For services: up to `first` (at most 500) events of a topic after number `afterSeq`. */
  readonly _events: _EventPage;
};


export type QueryCustomerArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCustomersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<CustomerWhereInput>;
  orderBy?: InputMaybe<CustomerOrderInput>;
};


export type QueryUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<UserWhereInput>;
};


export type QueryConsentTextArgs = {
  purpose: ConsentPurpose;
  version?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySegmentArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySegmentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryExplainSegmentArgs = {
  segmentId: Scalars['ID']['input'];
  customerId: Scalars['ID']['input'];
};


export type QueryMainframeSyncsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<MainframeSyncWhereInput>;
};


export type QueryMainframeBatchesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryMainframeReconciliationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMainframeReconciliationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryMainframeActionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryOperationUsageArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<OperationUsageWhereInput>;
};


export type Query_HasConsentArgs = {
  customerId: Scalars['ID']['input'];
  purpose: ConsentPurpose;
};


export type Query_CustomerArgs = {
  id: Scalars['ID']['input'];
};


export type Query_EventsArgs = {
  topic: Scalars['String']['input'];
  afterSeq: Scalars['SafeInt']['input'];
  first: Scalars['Int']['input'];
};

/** For services: that a customer exists, and its name. */
export type _CustomerRef = {
  /** The customer's id. */
  readonly id: Scalars['ID']['output'];
  /** The customer's name. */
  readonly name: Scalars['String']['output'];
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
  /** Registers a customer. Roles: admin, customer-service. Others get FORBIDDEN. */
  readonly registerCustomer: RegisterCustomerPayload;
  /** Changes what is known of a customer; what is left out stays as it is. Roles: admin, customer-service; client for itself. Others get FORBIDDEN. */
  readonly updateCustomerProfile: UpdateCustomerProfilePayload;
  /** Adds an address, the first one as the default. Roles: admin, customer-service; client for itself. Others get FORBIDDEN. */
  readonly addCustomerAddress: AddCustomerAddressPayload;
  /** Changes an address; what is left out stays as it is. Roles: admin, customer-service; client for its own. Others get FORBIDDEN. */
  readonly updateCustomerAddress: UpdateCustomerAddressPayload;
  /** Removes an address; when it was the default, the oldest of the others becomes it. Roles: admin, customer-service; client for its own. Others get FORBIDDEN. */
  readonly removeCustomerAddress: RemoveCustomerAddressPayload;
  /** Changes how a customer wants to be talked to; what is left out stays as it is. Roles: admin, customer-service; client for itself. Others get FORBIDDEN. */
  readonly updateCustomerPreferences: UpdateCustomerPreferencesPayload;
  /** Adds a customer's word to the ledger of consents. One that only repeats the newest word adds nothing. Roles: admin, customer-service; client for itself. Others get FORBIDDEN. */
  readonly recordConsent: RecordConsentPayload;
  /** Publishes the next version of the text that customers are asked to consent to. Consents to earlier versions go on counting. Roles: admin. Others get FORBIDDEN. */
  readonly publishConsentText: PublishConsentTextPayload;
  /** Makes a segment. Roles: admin, customer-service. Others get FORBIDDEN. */
  readonly createSegment: CreateSegmentPayload;
  /** Changes a segment; what is left out stays as it is. Roles: admin, customer-service. Others get FORBIDDEN. */
  readonly updateSegment: UpdateSegmentPayload;
  /** Deletes a segment; its members stay the customers they are. Roles: admin, customer-service. Others get FORBIDDEN. */
  readonly deleteSegment: DeleteSegmentPayload;
  /** Invites somebody, who comes in with the first token that carries the e-mail address. Sends no message. Roles: admin. Others get FORBIDDEN. */
  readonly inviteUser: InviteUserPayload;
  /** Sets the roles that a user has on top of the token's. Roles: admin. Others get FORBIDDEN. */
  readonly setUserRoles: SetUserRolesPayload;
  /** Keeps a user out, within 5 seconds and whatever the token says. Roles: admin. Others get FORBIDDEN. */
  readonly disableUser: DisableUserPayload;
  /** Lets a disabled user in again. Roles: admin. Others get FORBIDDEN. */
  readonly enableUser: EnableUserPayload;
  /** Has a parked profile sent to the mainframe again, as it is now; who wanted it, and why, is recorded. Roles: admin. Others get FORBIDDEN. */
  readonly replayMainframeSync: ReplayMainframeSyncPayload;
  /** Has all that the mainframe has compared with all that it should have; one that is under way is joined. Who wanted it, and why, is recorded. Roles: admin. Others get FORBIDDEN. */
  readonly reconcileMainframe: ReconcileMainframePayload;
  /** For services: whether somebody with a valid token may come in, and as what. Notes who was there; a client nobody has seen before becomes a customer. May be repeated. */
  readonly _admitUser: _AdmitUserPayload;
  /** For services: the customer behind a client's identity, made or linked at first sight. Repeating it changes nothing. */
  readonly _ensureCustomer: _EnsureCustomerPayload;
  /** For services: takes over up to 250 customers of another system, all or none. Repeating it imports nobody twice. */
  readonly _importCustomers: _ImportCustomersPayload;
  /** For services: adds what a gateway has counted to the tenant's usage, all or none. A report that is repeated counts once. */
  readonly _recordOperationUsage: _RecordOperationUsagePayload;
};


export type MutationRegisterCustomerArgs = {
  input: RegisterCustomerInput;
};


export type MutationUpdateCustomerProfileArgs = {
  input: UpdateCustomerProfileInput;
};


export type MutationAddCustomerAddressArgs = {
  input: AddCustomerAddressInput;
};


export type MutationUpdateCustomerAddressArgs = {
  input: UpdateCustomerAddressInput;
};


export type MutationRemoveCustomerAddressArgs = {
  input: RemoveCustomerAddressInput;
};


export type MutationUpdateCustomerPreferencesArgs = {
  input: UpdateCustomerPreferencesInput;
};


export type MutationRecordConsentArgs = {
  input: RecordConsentInput;
};


export type MutationPublishConsentTextArgs = {
  input: PublishConsentTextInput;
};


export type MutationCreateSegmentArgs = {
  input: CreateSegmentInput;
};


export type MutationUpdateSegmentArgs = {
  input: UpdateSegmentInput;
};


export type MutationDeleteSegmentArgs = {
  input: DeleteSegmentInput;
};


export type MutationInviteUserArgs = {
  input: InviteUserInput;
};


export type MutationSetUserRolesArgs = {
  input: SetUserRolesInput;
};


export type MutationDisableUserArgs = {
  input: DisableUserInput;
};


export type MutationEnableUserArgs = {
  input: EnableUserInput;
};


export type MutationReplayMainframeSyncArgs = {
  input: ReplayMainframeSyncInput;
};


export type MutationReconcileMainframeArgs = {
  input: ReconcileMainframeInput;
};


export type Mutation_AdmitUserArgs = {
  input: _AdmitUserInput;
};


export type Mutation_EnsureCustomerArgs = {
  input: _EnsureCustomerInput;
};


export type Mutation_ImportCustomersArgs = {
  input: _ImportCustomersInput;
};


export type Mutation_RecordOperationUsageArgs = {
  input: _RecordOperationUsageInput;
};

/** A new customer. */
export type RegisterCustomerInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** 1 to 100 Western European characters, without control characters; spaces around it are dropped. */
  readonly name: Scalars['String']['input'];
  /** An e-mail address that no other customer of the tenant has, at most 140 Western European characters. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** A phone number with its country code, for example `+44 20 7946 0958`. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
};

/** What became of registering a customer. */
export type RegisterCustomerPayload = {
  /** The new customer; null when `userErrors` is not empty. */
  readonly customer?: Maybe<Customer>;
  /** Why nobody was registered; empty on success. */
  readonly userErrors: ReadonlyArray<RegisterCustomerError>;
};

/** Why a customer was not registered. */
export type RegisterCustomerError = UserError & {
  /** What kind of failure. */
  readonly code: RegisterCustomerErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a customer was not registered. */
export type RegisterCustomerErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another customer has this e-mail address. */
  | 'EMAIL_TAKEN';

/** Which customer to change, and how. A change to what is already there changes nothing, the version included. */
export type UpdateCustomerProfileInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which customer; a client may leave it out: it is its own. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Refuse when the customer has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 100 Western European characters, without control characters; null is refused. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** An e-mail address that no other customer of the tenant has, at most 140 Western European characters; null removes it. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** A phone number with its country code, for example `+44 20 7946 0958`; null removes it. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
};

/** What became of changing a customer. */
export type UpdateCustomerProfilePayload = {
  /** The customer as it is now; null when there is none that the caller can see. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateCustomerProfileError>;
};

/** Why a customer was not changed. */
export type UpdateCustomerProfileError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateCustomerProfileErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a customer was not changed. */
export type UpdateCustomerProfileErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such customer, or it is somebody else. */
  | 'CUSTOMER_NOT_FOUND'
  /** Another customer has this e-mail address. */
  | 'EMAIL_TAKEN'
  /** Another request changed the customer first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** A new address. */
export type AddCustomerAddressInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Whose; a client may leave it out: it is its own. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Refuse when the customer has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Street and number; 1 to 50 Western European characters. */
  readonly line1: Scalars['String']['input'];
  /** Flat, building, care of; at most 50 Western European characters. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Town, 1 to 40 Western European characters. */
  readonly city: Scalars['String']['input'];
  /** State, county or province; at most 100 characters. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** At most 12 Western European characters. */
  readonly postalCode?: InputMaybe<Scalars['String']['input']>;
  /** The country. */
  readonly countryCode: Scalars['CountryCode']['input'];
  /** Whether it becomes the default in place of the one before; the first address does in any case. */
  readonly isDefault?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What became of adding an address. */
export type AddCustomerAddressPayload = {
  /** The new address; null when `userErrors` is not empty. */
  readonly address?: Maybe<Address>;
  /** The customer as it is now; null when there is none that the caller can see. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was added; empty on success. */
  readonly userErrors: ReadonlyArray<AddCustomerAddressError>;
};

/** Why an address was not added. */
export type AddCustomerAddressError = UserError & {
  /** What kind of failure. */
  readonly code: AddCustomerAddressErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why an address was not added. */
export type AddCustomerAddressErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such customer, or it is somebody else. */
  | 'CUSTOMER_NOT_FOUND'
  /** The customer has 50 addresses, which is the most. */
  | 'TOO_MANY_ADDRESSES'
  /** Another request changed the customer first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** Which address to change, and how. A change to what is already there changes nothing, the version included. */
export type UpdateCustomerAddressInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which address. */
  readonly addressId: Scalars['ID']['input'];
  /** Refuse when the customer has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Street and number; 1 to 50 Western European characters; null is refused. */
  readonly line1?: InputMaybe<Scalars['String']['input']>;
  /** Flat, building, care of; at most 50 Western European characters; null removes it. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Town, 1 to 40 Western European characters; null is refused. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** State, county or province; at most 100 characters; null removes it. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** At most 12 Western European characters; null removes it. */
  readonly postalCode?: InputMaybe<Scalars['String']['input']>;
  /** The country; null is refused. */
  readonly countryCode?: InputMaybe<Scalars['CountryCode']['input']>;
  /** True makes it the default in place of the one before. False is refused for the default: make another one the default. */
  readonly isDefault?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What became of changing an address. */
export type UpdateCustomerAddressPayload = {
  /** The address as it is now; null when there is none that the caller can see. */
  readonly address?: Maybe<Address>;
  /** The customer as it is now; null when there is none that the caller can see. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateCustomerAddressError>;
};

/** Why an address was not changed. */
export type UpdateCustomerAddressError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateCustomerAddressErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why an address was not changed. */
export type UpdateCustomerAddressErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such address, or it is somebody else's. */
  | 'ADDRESS_NOT_FOUND'
  /** Another request changed the customer first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** Which address to remove. */
export type RemoveCustomerAddressInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which address. */
  readonly addressId: Scalars['ID']['input'];
  /** Refuse when the customer has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of removing an address. */
export type RemoveCustomerAddressPayload = {
  /** The address as it last was; null when there is none that the caller can see. */
  readonly address?: Maybe<Address>;
  /** The customer as it is now; null when there is none that the caller can see. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was removed; empty on success. */
  readonly userErrors: ReadonlyArray<RemoveCustomerAddressError>;
};

/** Why an address was not removed. */
export type RemoveCustomerAddressError = UserError & {
  /** What kind of failure. */
  readonly code: RemoveCustomerAddressErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why an address was not removed. */
export type RemoveCustomerAddressErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such address, or it is somebody else's. */
  | 'ADDRESS_NOT_FOUND'
  /** Another request changed the customer first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** Whose preferences to change, and how. A change to what is already there changes nothing, the version included. */
export type UpdateCustomerPreferencesInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which customer; a client may leave it out: it is its own. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Refuse when the preferences have another version by now; 0 when there were none. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** A tag of BCP 47, for example `en-GB`; null removes it. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
  /** A name of the IANA time zone database, for example `Europe/London`; null removes it. */
  readonly timeZone?: InputMaybe<Scalars['String']['input']>;
  /** Null removes it. */
  readonly preferredCurrency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** In place of those before; null is refused. */
  readonly marketingChannels?: InputMaybe<ReadonlyArray<MarketingChannel>>;
};

/** What became of changing preferences. */
export type UpdateCustomerPreferencesPayload = {
  /** The preferences as they are now; null when there is no customer that the caller can see. */
  readonly preferences?: Maybe<CustomerPreferences>;
  /** The customer as it is now; null when there is none that the caller can see. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateCustomerPreferencesError>;
};

/** Why preferences were not changed. */
export type UpdateCustomerPreferencesError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateCustomerPreferencesErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why preferences were not changed. */
export type UpdateCustomerPreferencesErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such customer, or it is somebody else. */
  | 'CUSTOMER_NOT_FOUND'
  /** Another request changed the preferences first: read them again, then retry. */
  | 'VERSION_CONFLICT';

/** A customer's word on a purpose. */
export type RecordConsentInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Whose word; a client may leave it out: it is its own. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The purpose. */
  readonly purpose: ConsentPurpose;
  /** What the customer says. */
  readonly decision: ConsentDecision;
  /** Version of the text that the customer saw. Required to consent, and then the newest; a withdrawal may leave it out. */
  readonly textVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Language of the text that the customer saw, one that the version has. */
  readonly textLocale?: InputMaybe<Scalars['String']['input']>;
  /** Where the customer says so. */
  readonly source: ConsentSource;
  /** When the customer said so, not in the future; employees only. Now when left out. */
  readonly occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What became of recording a consent. */
export type RecordConsentPayload = {
  /** The word recorded, or the newest one that it repeats; on errors the newest one. Null when there is none that the caller can see. */
  readonly consent?: Maybe<ConsentRecord>;
  /** The customer as it is now; null when there is none that the caller can see. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was recorded; empty on success. */
  readonly userErrors: ReadonlyArray<RecordConsentError>;
};

/** Why a consent was not recorded. */
export type RecordConsentError = UserError & {
  /** What kind of failure. */
  readonly code: RecordConsentErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a consent was not recorded. */
export type RecordConsentErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such customer, or it is somebody else. */
  | 'CUSTOMER_NOT_FOUND'
  /** No such text was published for the purpose. */
  | 'CONSENT_TEXT_UNKNOWN'
  /** The text has a newer version: show that one, then ask again. */
  | 'CONSENT_TEXT_OUTDATED';

/** The next version of a text that customers are asked to consent to. */
export type PublishConsentTextInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** The purpose. */
  readonly purpose: ConsentPurpose;
  /** Refuse when the newest version is another by now; 0 when there was none. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The text in each language, 1 to 50, each locale once. */
  readonly translations: ReadonlyArray<ConsentTranslationInput>;
};

/** A text in one language. */
export type ConsentTranslationInput = {
  /** A tag of BCP 47, for example `en`. */
  readonly locale: Scalars['String']['input'];
  /** 1 to 10,000 characters; spaces around it are dropped. */
  readonly text: Scalars['String']['input'];
};

/** What became of publishing a text. */
export type PublishConsentTextPayload = {
  /** The new version; on errors the newest one. Null when there is none. */
  readonly consentText?: Maybe<ConsentText>;
  /** Why nothing was published; empty on success. */
  readonly userErrors: ReadonlyArray<PublishConsentTextError>;
};

/** Why a text was not published. */
export type PublishConsentTextError = UserError & {
  /** What kind of failure. */
  readonly code: PublishConsentTextErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a text was not published. */
export type PublishConsentTextErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another request published a version first: read it, then retry. */
  | 'VERSION_CONFLICT';

/** Who belongs to a segment: whoever meets every condition given. At least one condition; at most 50 rules in 5 levels. */
export type SegmentRuleInput = {
  /** All of these. */
  readonly AND?: InputMaybe<ReadonlyArray<SegmentRuleInput>>;
  /** At least one of these. */
  readonly OR?: InputMaybe<ReadonlyArray<SegmentRuleInput>>;
  /** Not this. */
  readonly NOT?: InputMaybe<SegmentRuleInput>;
  /** The default address is in one of these countries; 1 to 100. */
  readonly countryIn?: InputMaybe<ReadonlyArray<Scalars['CountryCode']['input']>>;
  /** Registered in this stretch of time. */
  readonly registered?: InputMaybe<DateTimeFilter>;
  /** Whether an e-mail address is known. */
  readonly hasEmail?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether a phone number is known. */
  readonly hasPhone?: InputMaybe<Scalars['Boolean']['input']>;
  /** There is consent to this purpose. */
  readonly hasConsent?: InputMaybe<ConsentPurpose>;
  /** The preferences' locale is one of these; a language alone, such as `en`, stands for all its locales; 1 to 100. */
  readonly localeIn?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The name begins with this, without regard to case and accents; 1 to 100 characters. */
  readonly nameStartsWith?: InputMaybe<Scalars['String']['input']>;
};

/** A new segment. */
export type CreateSegmentInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** 1 to 100 characters, without control characters; spaces around it are dropped. */
  readonly name: Scalars['String']['input'];
  /** What it is for; 1 to 1000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Who belongs to it. */
  readonly rule: SegmentRuleInput;
};

/** What became of making a segment. */
export type CreateSegmentPayload = {
  /** The new segment; null when `userErrors` is not empty. */
  readonly segment?: Maybe<Segment>;
  /** Why nothing was made; empty on success. */
  readonly userErrors: ReadonlyArray<CreateSegmentError>;
};

/** Why a segment was not made. */
export type CreateSegmentError = UserError & {
  /** What kind of failure. */
  readonly code: CreateSegmentErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a segment was not made. */
export type CreateSegmentErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another segment has this name. */
  | 'NAME_TAKEN'
  /** There are 100 segments, which is the most. */
  | 'TOO_MANY_SEGMENTS';

/** Which segment to change, and how. A change to what is already there changes nothing, the version included. */
export type UpdateSegmentInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which segment. */
  readonly segmentId: Scalars['ID']['input'];
  /** Refuse when the segment has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 100 characters, without control characters; null is refused. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** What it is for; null removes it. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Who belongs to it, in place of the rule before; null is refused. */
  readonly rule?: InputMaybe<SegmentRuleInput>;
};

/** What became of changing a segment. */
export type UpdateSegmentPayload = {
  /** The segment as it is now; null when there is none. */
  readonly segment?: Maybe<Segment>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateSegmentError>;
};

/** Why a segment was not changed. */
export type UpdateSegmentError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateSegmentErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a segment was not changed. */
export type UpdateSegmentErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such segment. */
  | 'SEGMENT_NOT_FOUND'
  /** Another segment has this name. */
  | 'NAME_TAKEN'
  /** Another request changed the segment first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** Which segment to delete. */
export type DeleteSegmentInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which segment. */
  readonly segmentId: Scalars['ID']['input'];
  /** Refuse when the segment has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of deleting a segment. */
export type DeleteSegmentPayload = {
  /** The segment as it last was; null when there is none. */
  readonly segment?: Maybe<Segment>;
  /** Why nothing was deleted; empty on success. */
  readonly userErrors: ReadonlyArray<DeleteSegmentError>;
};

/** Why a segment was not deleted. */
export type DeleteSegmentError = UserError & {
  /** What kind of failure. */
  readonly code: DeleteSegmentErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a segment was not deleted. */
export type DeleteSegmentErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such segment. */
  | 'SEGMENT_NOT_FOUND'
  /** Another request changed the segment first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** Which profile to send again, and why. */
export type ReplayMainframeSyncInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Whose profile. */
  readonly customerId: Scalars['ID']['input'];
  /** Why; 1 to 500 characters. */
  readonly reason: Scalars['String']['input'];
};

/** What became of sending a profile again. */
export type ReplayMainframeSyncPayload = {
  /** Where the profile stands now; null when there is no such customer. */
  readonly mainframeSync?: Maybe<MainframeSync>;
  /** Why it is not sent again; empty on success. */
  readonly userErrors: ReadonlyArray<ReplayMainframeSyncError>;
};

/** Why a profile is not sent again. */
export type ReplayMainframeSyncError = UserError & {
  /** What kind of failure. */
  readonly code: ReplayMainframeSyncErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a profile is not sent again. */
export type ReplayMainframeSyncErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such customer. */
  | 'CUSTOMER_NOT_FOUND'
  /** The profile is not parked: it goes its way without help. */
  | 'NOT_PARKED';

/** Why to reconcile. */
export type ReconcileMainframeInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Why; 1 to 500 characters. */
  readonly reason: Scalars['String']['input'];
};

/** What became of asking for a reconciliation. */
export type ReconcileMainframePayload = {
  /** The one that is under way: its report is there when its state is DONE. Null when `userErrors` is not empty. */
  readonly reconciliation?: Maybe<MainframeReconciliation>;
  /** Why there is none; empty on success. */
  readonly userErrors: ReadonlyArray<ReconcileMainframeError>;
};

/** Why there is no reconciliation. */
export type ReconcileMainframeError = UserError & {
  /** What kind of failure. */
  readonly code: ReconcileMainframeErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why there is no reconciliation. */
export type ReconcileMainframeErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED';

/** Whom to invite. */
export type InviteUserInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** EMPLOYEE or CLIENT: a partner's program needs no invitation, its first token makes it known. */
  readonly kind: UserKind;
  /** 1 to 100 characters, without control characters; spaces around it are dropped. */
  readonly name: Scalars['String']['input'];
  /** The e-mail address that the identity provider will vouch for; no other user of that kind may have it. */
  readonly email: Scalars['String']['input'];
  /** Roles on top of the token's: `admin`, `customer-service`, `order-manager` for an employee, `client` for a client. None when left out. */
  readonly roles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** What became of inviting somebody. */
export type InviteUserPayload = {
  /** The user as it is now; null when there is none. */
  readonly user?: Maybe<User>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<InviteUserError>;
};

/** Why nobody was invited. */
export type InviteUserError = UserError & {
  /** What kind of failure. */
  readonly code: InviteUserErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why nobody was invited. */
export type InviteUserErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** A user of that kind has this e-mail address, or an invitation for it is open. */
  | 'USER_EXISTS';

/** Whose roles to set. */
export type SetUserRolesInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which user. */
  readonly userId: Scalars['ID']['input'];
  /** Refuse when the user has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The roles from now on, in place of those granted before: `admin`, `customer-service`, `order-manager` for an employee, `client` for a client, `partner` for a partner. The token's roles remain. */
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
};

/** What became of setting roles. */
export type SetUserRolesPayload = {
  /** The user as it is now; null when there is none. */
  readonly user?: Maybe<User>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<SetUserRolesError>;
};

/** Why roles were not set. */
export type SetUserRolesError = UserError & {
  /** What kind of failure. */
  readonly code: SetUserRolesErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why roles were not set. */
export type SetUserRolesErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such user. */
  | 'USER_NOT_FOUND'
  /** Another request changed the user first: read it again, then retry. */
  | 'VERSION_CONFLICT'
  /** It is your own user, who would not be an admin any more. */
  | 'OWN_USER';

/** Whom to keep out. */
export type DisableUserInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which user. */
  readonly userId: Scalars['ID']['input'];
  /** Refuse when the user has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of disabling a user. */
export type DisableUserPayload = {
  /** The user as it is now; null when there is none. */
  readonly user?: Maybe<User>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<DisableUserError>;
};

/** Why a user was not disabled. */
export type DisableUserError = UserError & {
  /** What kind of failure. */
  readonly code: DisableUserErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a user was not disabled. */
export type DisableUserErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such user. */
  | 'USER_NOT_FOUND'
  /** Another request changed the user first: read it again, then retry. */
  | 'VERSION_CONFLICT'
  /** It is your own user. */
  | 'OWN_USER';

/** Whom to let in again. */
export type EnableUserInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which user. */
  readonly userId: Scalars['ID']['input'];
  /** Refuse when the user has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of enabling a user. */
export type EnableUserPayload = {
  /** The user as it is now; null when there is none. */
  readonly user?: Maybe<User>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<EnableUserError>;
};

/** Why a user was not enabled. */
export type EnableUserError = UserError & {
  /** What kind of failure. */
  readonly code: EnableUserErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a user was not enabled. */
export type EnableUserErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such user. */
  | 'USER_NOT_FOUND'
  /** Another request changed the user first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** For services: whom a verified token is about. */
export type _AdmitUserInput = {
  /** What kind of user the token makes. */
  readonly kind: UserKind;
  /** The identity provider, `iss` of its tokens; 1 to 500 characters. */
  readonly issuer: Scalars['String']['input'];
  /** Whom it means, `sub` of its tokens; 1 to 255 characters. */
  readonly subject: Scalars['String']['input'];
  /** Name in the token; shortened to what a name may be. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Roles in the token; those that the kind cannot have are ignored. */
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
  /** The customer that a client's token claims to be; ignored for others. Left out: the one it is linked to, or a new one. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** E-mail address, only where the provider vouches for it: it takes up an invitation. What is no e-mail address is ignored. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
};

/** For services: whether somebody may come in, and as what. */
export type _AdmitUserPayload = {
  /** Whether to serve the request. */
  readonly isAdmitted: Scalars['Boolean']['output'];
  /** The user whom events about users name; null when not admitted. */
  readonly userId?: Maybe<Scalars['ID']['output']>;
  /** The roles that count: those of this token and those granted, sorted; none when not admitted. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** The customer that an admitted client is; null for everybody else. */
  readonly customerId?: Maybe<Scalars['ID']['output']>;
  /** Why not; null when admitted. */
  readonly refusal?: Maybe<_AdmissionRefusal>;
};

/** For services: why somebody may not come in. */
export type _AdmissionRefusal =
  /** The user is disabled. */
  | 'DISABLED'
  /** The claimed customer does not exist, belongs to another identity of that issuer, or is not the one the identity is linked to. */
  | 'UNKNOWN_CUSTOMER';

/** For services: an identity as an identity provider vouches for it. */
export type _EnsureCustomerInput = {
  /** The provider, `iss` of its tokens; 1 to 500 characters. */
  readonly issuer: Scalars['String']['input'];
  /** Whom it means, `sub` of its tokens; 1 to 255 characters. */
  readonly subject: Scalars['String']['input'];
  /** Name for a new customer; `Customer` when left out. Shortened to what a name may be. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The customer that the identity claims to be. Left out: the one it is linked to, or a new one. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
};

/** For services: the customer behind an identity. */
export type _EnsureCustomerPayload = {
  /** Null when the claimed customer does not exist, belongs to another identity of that issuer, or is not the one the identity is linked to. */
  readonly customerId?: Maybe<Scalars['ID']['output']>;
};

/** For services: customers of another system. */
export type _ImportCustomersInput = {
  /** Up to 250 customers. */
  readonly customers: ReadonlyArray<_ImportCustomerInput>;
};

/** For services: a customer as another system has it. */
export type _ImportCustomerInput = {
  /** The customer's key in the source, 1 to 100 characters: a customer is imported once per key. */
  readonly importKey: Scalars['String']['input'];
  /** By the rules of registerCustomer. */
  readonly name: Scalars['String']['input'];
  /** By the rules of registerCustomer; one that is taken refuses the whole call. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** By the rules of registerCustomer. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  /** When the customer was registered there; now when left out. */
  readonly createdAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** For services: what became of the customers. */
export type _ImportCustomersPayload = {
  /** One for each customer given, in the same sequence. */
  readonly results: ReadonlyArray<_ImportCustomerResult>;
};

/** For services: what became of one customer. */
export type _ImportCustomerResult = {
  /** As given. */
  readonly importKey: Scalars['String']['output'];
  /** The customer's id here. */
  readonly customerId: Scalars['ID']['output'];
  /** False when an earlier call, or an earlier row of this one, imported it. */
  readonly isNew: Scalars['Boolean']['output'];
};

/** How often a client sent an operation on one day, and what came of it. */
export type OperationUsage = {
  /** The day (UTC), as the midnight it begins at. */
  readonly day: Scalars['DateTime']['output'];
  /** Who sent it: the name that the client is known by; `other` for clients that were too many to be told apart. */
  readonly client: Scalars['String']['output'];
  /** Of the document, by its text: SHA-256 in hexadecimal, the id by which a registered operation is called; `other` for operations that were too many to be told apart. */
  readonly operationId: Scalars['String']['output'];
  /** Name of the operation in its document; null for one without a name. */
  readonly operationName?: Maybe<Scalars['String']['output']>;
  /** What kind of operation; null for those that were too many to be told apart. */
  readonly operationType?: Maybe<OperationType>;
  /** Whether the client has it registered, as of its last request that day. */
  readonly isRegistered: Scalars['Boolean']['output'];
  /** How often it was sent; of a subscription, how often it was begun. */
  readonly requests: Scalars['SafeInt']['output'];
  /** How many of the answers had errors. */
  readonly errors: Scalars['SafeInt']['output'];
  /** Sum of the measured costs. */
  readonly cost: Scalars['SafeInt']['output'];
  /** Coordinates of the fields that it asks for, each as `Type.field`, sorted. */
  readonly fields: ReadonlyArray<Scalars['String']['output']>;
};

/** What an operation does. */
export type OperationType =
  /** Reads. */
  | 'QUERY'
  /** Changes something. */
  | 'MUTATION'
  /** Is told of changes. */
  | 'SUBSCRIPTION';

/** Which counts of operations: every condition given must hold. */
export type OperationUsageWhereInput = {
  /** By client, upper and lower case being different. */
  readonly client?: InputMaybe<TextFilter>;
  /** By name of the operation, upper and lower case being different; one without a name has the empty one. */
  readonly operationName?: InputMaybe<TextFilter>;
  /** Operations that ask for this field: its coordinate, for example `Order.number`. */
  readonly field?: InputMaybe<Scalars['String']['input']>;
  /** Beginning with the day (UTC) that this instant lies in. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only days that begin before this instant. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A page of counts of operations. */
export type OperationUsageConnection = {
  /** The counts with their cursors. */
  readonly edges: ReadonlyArray<OperationUsageEdge>;
  /** The counts alone. */
  readonly nodes: ReadonlyArray<OperationUsage>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** One of a page of counts of operations. */
export type OperationUsageEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The thing itself. */
  readonly node: OperationUsage;
};

/** For services: what a gateway has counted for a tenant. */
export type _RecordOperationUsageInput = {
  /** An id of the form `report_…`: a report that is repeated under it within 14 days counts once. */
  readonly reportId: Scalars['ID']['input'];
  /** Up to 500 counts, each day, client and operation once. */
  readonly operations: ReadonlyArray<_OperationUsageInput>;
};

/** For services: how often a client sent an operation since the last report. */
export type _OperationUsageInput = {
  /** An instant of the day (UTC). */
  readonly day: Scalars['DateTime']['input'];
  /** Who sent it, 1 to 100 characters. */
  readonly client: Scalars['String']['input'];
  /** SHA-256 of the document in hexadecimal, or `other`. */
  readonly operationId: Scalars['String']['input'];
  /** Name of the operation; left out for one without. */
  readonly operationName?: InputMaybe<Scalars['String']['input']>;
  /** What kind of operation; left out for `other`. */
  readonly operationType?: InputMaybe<OperationType>;
  /** Whether the client has it registered. */
  readonly isRegistered: Scalars['Boolean']['input'];
  /** How often it was sent, at least once. */
  readonly requests: Scalars['SafeInt']['input'];
  /** How many of the answers had errors. */
  readonly errors: Scalars['SafeInt']['input'];
  /** Sum of the measured costs. */
  readonly cost: Scalars['SafeInt']['input'];
  /** Coordinates of the fields that it asks for; none where customers has been told before. */
  readonly fields: ReadonlyArray<Scalars['String']['input']>;
};

/** For services: what became of a report. */
export type _RecordOperationUsagePayload = {
  /** False when it was taken before, so that nothing was added. */
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
  Customer: Customer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ViewerMapper )
    | ( Tenant )
    | ( CustomerMapper )
    | ( AddressMapper )
    | ( MainframeBatchMapper )
    | ( MainframeReconciliationMapper )
    | ( MainframeActionMapper )
    | ( UserMapper )
    | ( CustomerPreferencesMapper )
    | ( ConsentRecordMapper )
    | ( SegmentMapper )
  ;
  UserError:
    | ( RegisterCustomerError )
    | ( UpdateCustomerProfileError )
    | ( AddCustomerAddressError )
    | ( UpdateCustomerAddressError )
    | ( RemoveCustomerAddressError )
    | ( UpdateCustomerPreferencesError )
    | ( RecordConsentError )
    | ( PublishConsentTextError )
    | ( CreateSegmentError )
    | ( UpdateSegmentError )
    | ( DeleteSegmentError )
    | ( ReplayMainframeSyncError )
    | ( ReconcileMainframeError )
    | ( InviteUserError )
    | ( SetUserRolesError )
    | ( DisableUserError )
    | ( EnableUserError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  SortDirection: SortDirection;
  Viewer: ResolverTypeWrapper<ViewerMapper>;
  ViewerKind: ViewerKind;
  Tenant: ResolverTypeWrapper<Tenant>;
  Customer: ResolverTypeWrapper<CustomerMapper>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CustomerConnection: ResolverTypeWrapper<CustomerConnectionMapper>;
  CustomerEdge: ResolverTypeWrapper<Omit<CustomerEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  Address: ResolverTypeWrapper<AddressMapper>;
  AddressConnection: ResolverTypeWrapper<Omit<AddressConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AddressEdge']>, nodes: ReadonlyArray<ResolversTypes['Address']> }>;
  AddressEdge: ResolverTypeWrapper<Omit<AddressEdge, 'node'> & { node: ResolversTypes['Address'] }>;
  MainframeSync: ResolverTypeWrapper<MainframeSyncMapper>;
  MainframeSyncState: MainframeSyncState;
  MainframeReject: ResolverTypeWrapper<MainframeReject>;
  MainframeSyncWhereInput: MainframeSyncWhereInput;
  MainframeSyncStateFilter: MainframeSyncStateFilter;
  MainframeSyncConnection: ResolverTypeWrapper<Omit<MainframeSyncConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['MainframeSyncEdge']>, nodes: ReadonlyArray<ResolversTypes['MainframeSync']> }>;
  MainframeSyncEdge: ResolverTypeWrapper<Omit<MainframeSyncEdge, 'node'> & { node: ResolversTypes['MainframeSync'] }>;
  MainframeOverview: ResolverTypeWrapper<MainframeOverview>;
  MainframeBatch: ResolverTypeWrapper<MainframeBatchMapper>;
  MainframeBatchState: MainframeBatchState;
  MainframeBatchConnection: ResolverTypeWrapper<Omit<MainframeBatchConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['MainframeBatchEdge']>, nodes: ReadonlyArray<ResolversTypes['MainframeBatch']> }>;
  MainframeBatchEdge: ResolverTypeWrapper<Omit<MainframeBatchEdge, 'node'> & { node: ResolversTypes['MainframeBatch'] }>;
  MainframeReconciliation: ResolverTypeWrapper<MainframeReconciliationMapper>;
  MainframeReconciliationState: MainframeReconciliationState;
  MainframeFinding: ResolverTypeWrapper<MainframeFindingMapper>;
  MainframeFindingKind: MainframeFindingKind;
  MainframeReconciliationConnection: ResolverTypeWrapper<Omit<MainframeReconciliationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['MainframeReconciliationEdge']>, nodes: ReadonlyArray<ResolversTypes['MainframeReconciliation']> }>;
  MainframeReconciliationEdge: ResolverTypeWrapper<Omit<MainframeReconciliationEdge, 'node'> & { node: ResolversTypes['MainframeReconciliation'] }>;
  MainframeAction: ResolverTypeWrapper<MainframeActionMapper>;
  MainframeActionKind: MainframeActionKind;
  MainframeActionConnection: ResolverTypeWrapper<Omit<MainframeActionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['MainframeActionEdge']>, nodes: ReadonlyArray<ResolversTypes['MainframeAction']> }>;
  MainframeActionEdge: ResolverTypeWrapper<Omit<MainframeActionEdge, 'node'> & { node: ResolversTypes['MainframeAction'] }>;
  CustomerWhereInput: CustomerWhereInput;
  CountryCodeFilter: CountryCodeFilter;
  TextFilter: TextFilter;
  IdFilter: IdFilter;
  DateTimeFilter: DateTimeFilter;
  CustomerOrderInput: CustomerOrderInput;
  CustomerOrderField: CustomerOrderField;
  User: ResolverTypeWrapper<UserMapper>;
  UserKind: UserKind;
  UserStatus: UserStatus;
  UserConnection: ResolverTypeWrapper<UserConnectionMapper>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserWhereInput: UserWhereInput;
  UserKindFilter: UserKindFilter;
  UserStatusFilter: UserStatusFilter;
  CustomerPreferences: ResolverTypeWrapper<CustomerPreferencesMapper>;
  MarketingChannel: MarketingChannel;
  ConsentPurpose: ConsentPurpose;
  ConsentDecision: ConsentDecision;
  ConsentSource: ConsentSource;
  CustomerConsent: ResolverTypeWrapper<CustomerConsentMapper>;
  ConsentRecord: ResolverTypeWrapper<ConsentRecordMapper>;
  ConsentRecordConnection: ResolverTypeWrapper<Omit<ConsentRecordConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ConsentRecordEdge']>, nodes: ReadonlyArray<ResolversTypes['ConsentRecord']> }>;
  ConsentRecordEdge: ResolverTypeWrapper<Omit<ConsentRecordEdge, 'node'> & { node: ResolversTypes['ConsentRecord'] }>;
  ConsentText: ResolverTypeWrapper<ConsentTextMapper>;
  ConsentTranslation: ResolverTypeWrapper<ConsentTranslation>;
  Segment: ResolverTypeWrapper<SegmentMapper>;
  SegmentConnection: ResolverTypeWrapper<Omit<SegmentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['SegmentEdge']>, nodes: ReadonlyArray<ResolversTypes['Segment']> }>;
  SegmentEdge: ResolverTypeWrapper<Omit<SegmentEdge, 'node'> & { node: ResolversTypes['Segment'] }>;
  SegmentRulePart: ResolverTypeWrapper<SegmentRulePart>;
  SegmentRuleKind: SegmentRuleKind;
  SegmentExplanation: ResolverTypeWrapper<SegmentExplanationMapper>;
  SegmentExplanationConnection: ResolverTypeWrapper<Omit<SegmentExplanationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['SegmentExplanationEdge']>, nodes: ReadonlyArray<ResolversTypes['SegmentExplanation']> }>;
  SegmentExplanationEdge: ResolverTypeWrapper<Omit<SegmentExplanationEdge, 'node'> & { node: ResolversTypes['SegmentExplanation'] }>;
  SegmentRuleResult: ResolverTypeWrapper<SegmentRuleResult>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  _CustomerRef: ResolverTypeWrapper<_CustomerRef>;
  _EventPage: ResolverTypeWrapper<_EventPage>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterCustomerInput: RegisterCustomerInput;
  RegisterCustomerPayload: ResolverTypeWrapper<Omit<RegisterCustomerPayload, 'customer'> & { customer?: Maybe<ResolversTypes['Customer']> }>;
  RegisterCustomerError: ResolverTypeWrapper<RegisterCustomerError>;
  RegisterCustomerErrorCode: RegisterCustomerErrorCode;
  UpdateCustomerProfileInput: UpdateCustomerProfileInput;
  UpdateCustomerProfilePayload: ResolverTypeWrapper<Omit<UpdateCustomerProfilePayload, 'customer'> & { customer?: Maybe<ResolversTypes['Customer']> }>;
  UpdateCustomerProfileError: ResolverTypeWrapper<UpdateCustomerProfileError>;
  UpdateCustomerProfileErrorCode: UpdateCustomerProfileErrorCode;
  AddCustomerAddressInput: AddCustomerAddressInput;
  AddCustomerAddressPayload: ResolverTypeWrapper<Omit<AddCustomerAddressPayload, 'address' | 'customer'> & { address?: Maybe<ResolversTypes['Address']>, customer?: Maybe<ResolversTypes['Customer']> }>;
  AddCustomerAddressError: ResolverTypeWrapper<AddCustomerAddressError>;
  AddCustomerAddressErrorCode: AddCustomerAddressErrorCode;
  UpdateCustomerAddressInput: UpdateCustomerAddressInput;
  UpdateCustomerAddressPayload: ResolverTypeWrapper<Omit<UpdateCustomerAddressPayload, 'address' | 'customer'> & { address?: Maybe<ResolversTypes['Address']>, customer?: Maybe<ResolversTypes['Customer']> }>;
  UpdateCustomerAddressError: ResolverTypeWrapper<UpdateCustomerAddressError>;
  UpdateCustomerAddressErrorCode: UpdateCustomerAddressErrorCode;
  RemoveCustomerAddressInput: RemoveCustomerAddressInput;
  RemoveCustomerAddressPayload: ResolverTypeWrapper<Omit<RemoveCustomerAddressPayload, 'address' | 'customer'> & { address?: Maybe<ResolversTypes['Address']>, customer?: Maybe<ResolversTypes['Customer']> }>;
  RemoveCustomerAddressError: ResolverTypeWrapper<RemoveCustomerAddressError>;
  RemoveCustomerAddressErrorCode: RemoveCustomerAddressErrorCode;
  UpdateCustomerPreferencesInput: UpdateCustomerPreferencesInput;
  UpdateCustomerPreferencesPayload: ResolverTypeWrapper<Omit<UpdateCustomerPreferencesPayload, 'preferences' | 'customer'> & { preferences?: Maybe<ResolversTypes['CustomerPreferences']>, customer?: Maybe<ResolversTypes['Customer']> }>;
  UpdateCustomerPreferencesError: ResolverTypeWrapper<UpdateCustomerPreferencesError>;
  UpdateCustomerPreferencesErrorCode: UpdateCustomerPreferencesErrorCode;
  RecordConsentInput: RecordConsentInput;
  RecordConsentPayload: ResolverTypeWrapper<Omit<RecordConsentPayload, 'consent' | 'customer'> & { consent?: Maybe<ResolversTypes['ConsentRecord']>, customer?: Maybe<ResolversTypes['Customer']> }>;
  RecordConsentError: ResolverTypeWrapper<RecordConsentError>;
  RecordConsentErrorCode: RecordConsentErrorCode;
  PublishConsentTextInput: PublishConsentTextInput;
  ConsentTranslationInput: ConsentTranslationInput;
  PublishConsentTextPayload: ResolverTypeWrapper<Omit<PublishConsentTextPayload, 'consentText'> & { consentText?: Maybe<ResolversTypes['ConsentText']> }>;
  PublishConsentTextError: ResolverTypeWrapper<PublishConsentTextError>;
  PublishConsentTextErrorCode: PublishConsentTextErrorCode;
  SegmentRuleInput: SegmentRuleInput;
  CreateSegmentInput: CreateSegmentInput;
  CreateSegmentPayload: ResolverTypeWrapper<Omit<CreateSegmentPayload, 'segment'> & { segment?: Maybe<ResolversTypes['Segment']> }>;
  CreateSegmentError: ResolverTypeWrapper<CreateSegmentError>;
  CreateSegmentErrorCode: CreateSegmentErrorCode;
  UpdateSegmentInput: UpdateSegmentInput;
  UpdateSegmentPayload: ResolverTypeWrapper<Omit<UpdateSegmentPayload, 'segment'> & { segment?: Maybe<ResolversTypes['Segment']> }>;
  UpdateSegmentError: ResolverTypeWrapper<UpdateSegmentError>;
  UpdateSegmentErrorCode: UpdateSegmentErrorCode;
  DeleteSegmentInput: DeleteSegmentInput;
  DeleteSegmentPayload: ResolverTypeWrapper<Omit<DeleteSegmentPayload, 'segment'> & { segment?: Maybe<ResolversTypes['Segment']> }>;
  DeleteSegmentError: ResolverTypeWrapper<DeleteSegmentError>;
  DeleteSegmentErrorCode: DeleteSegmentErrorCode;
  ReplayMainframeSyncInput: ReplayMainframeSyncInput;
  ReplayMainframeSyncPayload: ResolverTypeWrapper<Omit<ReplayMainframeSyncPayload, 'mainframeSync'> & { mainframeSync?: Maybe<ResolversTypes['MainframeSync']> }>;
  ReplayMainframeSyncError: ResolverTypeWrapper<ReplayMainframeSyncError>;
  ReplayMainframeSyncErrorCode: ReplayMainframeSyncErrorCode;
  ReconcileMainframeInput: ReconcileMainframeInput;
  ReconcileMainframePayload: ResolverTypeWrapper<Omit<ReconcileMainframePayload, 'reconciliation'> & { reconciliation?: Maybe<ResolversTypes['MainframeReconciliation']> }>;
  ReconcileMainframeError: ResolverTypeWrapper<ReconcileMainframeError>;
  ReconcileMainframeErrorCode: ReconcileMainframeErrorCode;
  InviteUserInput: InviteUserInput;
  InviteUserPayload: ResolverTypeWrapper<Omit<InviteUserPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  InviteUserError: ResolverTypeWrapper<InviteUserError>;
  InviteUserErrorCode: InviteUserErrorCode;
  SetUserRolesInput: SetUserRolesInput;
  SetUserRolesPayload: ResolverTypeWrapper<Omit<SetUserRolesPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  SetUserRolesError: ResolverTypeWrapper<SetUserRolesError>;
  SetUserRolesErrorCode: SetUserRolesErrorCode;
  DisableUserInput: DisableUserInput;
  DisableUserPayload: ResolverTypeWrapper<Omit<DisableUserPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  DisableUserError: ResolverTypeWrapper<DisableUserError>;
  DisableUserErrorCode: DisableUserErrorCode;
  EnableUserInput: EnableUserInput;
  EnableUserPayload: ResolverTypeWrapper<Omit<EnableUserPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  EnableUserError: ResolverTypeWrapper<EnableUserError>;
  EnableUserErrorCode: EnableUserErrorCode;
  _AdmitUserInput: _AdmitUserInput;
  _AdmitUserPayload: ResolverTypeWrapper<_AdmitUserPayload>;
  _AdmissionRefusal: _AdmissionRefusal;
  _EnsureCustomerInput: _EnsureCustomerInput;
  _EnsureCustomerPayload: ResolverTypeWrapper<_EnsureCustomerPayload>;
  _ImportCustomersInput: _ImportCustomersInput;
  _ImportCustomerInput: _ImportCustomerInput;
  _ImportCustomersPayload: ResolverTypeWrapper<_ImportCustomersPayload>;
  _ImportCustomerResult: ResolverTypeWrapper<_ImportCustomerResult>;
  OperationUsage: ResolverTypeWrapper<OperationUsageMapper>;
  OperationType: OperationType;
  OperationUsageWhereInput: OperationUsageWhereInput;
  OperationUsageConnection: ResolverTypeWrapper<Omit<OperationUsageConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['OperationUsageEdge']>, nodes: ReadonlyArray<ResolversTypes['OperationUsage']> }>;
  OperationUsageEdge: ResolverTypeWrapper<Omit<OperationUsageEdge, 'node'> & { node: ResolversTypes['OperationUsage'] }>;
  _RecordOperationUsageInput: _RecordOperationUsageInput;
  _OperationUsageInput: _OperationUsageInput;
  _RecordOperationUsagePayload: ResolverTypeWrapper<_RecordOperationUsagePayload>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  CountryCode: Scalars['CountryCode']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  String: Scalars['String']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Viewer: ViewerMapper;
  Tenant: Tenant;
  Customer: CustomerMapper;
  Int: Scalars['Int']['output'];
  CustomerConnection: CustomerConnectionMapper;
  CustomerEdge: Omit<CustomerEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  Address: AddressMapper;
  AddressConnection: Omit<AddressConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AddressEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Address']> };
  AddressEdge: Omit<AddressEdge, 'node'> & { node: ResolversParentTypes['Address'] };
  MainframeSync: MainframeSyncMapper;
  MainframeReject: MainframeReject;
  MainframeSyncWhereInput: MainframeSyncWhereInput;
  MainframeSyncStateFilter: MainframeSyncStateFilter;
  MainframeSyncConnection: Omit<MainframeSyncConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['MainframeSyncEdge']>, nodes: ReadonlyArray<ResolversParentTypes['MainframeSync']> };
  MainframeSyncEdge: Omit<MainframeSyncEdge, 'node'> & { node: ResolversParentTypes['MainframeSync'] };
  MainframeOverview: MainframeOverview;
  MainframeBatch: MainframeBatchMapper;
  MainframeBatchConnection: Omit<MainframeBatchConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['MainframeBatchEdge']>, nodes: ReadonlyArray<ResolversParentTypes['MainframeBatch']> };
  MainframeBatchEdge: Omit<MainframeBatchEdge, 'node'> & { node: ResolversParentTypes['MainframeBatch'] };
  MainframeReconciliation: MainframeReconciliationMapper;
  MainframeFinding: MainframeFindingMapper;
  MainframeReconciliationConnection: Omit<MainframeReconciliationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['MainframeReconciliationEdge']>, nodes: ReadonlyArray<ResolversParentTypes['MainframeReconciliation']> };
  MainframeReconciliationEdge: Omit<MainframeReconciliationEdge, 'node'> & { node: ResolversParentTypes['MainframeReconciliation'] };
  MainframeAction: MainframeActionMapper;
  MainframeActionConnection: Omit<MainframeActionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['MainframeActionEdge']>, nodes: ReadonlyArray<ResolversParentTypes['MainframeAction']> };
  MainframeActionEdge: Omit<MainframeActionEdge, 'node'> & { node: ResolversParentTypes['MainframeAction'] };
  CustomerWhereInput: CustomerWhereInput;
  CountryCodeFilter: CountryCodeFilter;
  TextFilter: TextFilter;
  IdFilter: IdFilter;
  DateTimeFilter: DateTimeFilter;
  CustomerOrderInput: CustomerOrderInput;
  User: UserMapper;
  UserConnection: UserConnectionMapper;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserWhereInput: UserWhereInput;
  UserKindFilter: UserKindFilter;
  UserStatusFilter: UserStatusFilter;
  CustomerPreferences: CustomerPreferencesMapper;
  CustomerConsent: CustomerConsentMapper;
  ConsentRecord: ConsentRecordMapper;
  ConsentRecordConnection: Omit<ConsentRecordConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ConsentRecordEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ConsentRecord']> };
  ConsentRecordEdge: Omit<ConsentRecordEdge, 'node'> & { node: ResolversParentTypes['ConsentRecord'] };
  ConsentText: ConsentTextMapper;
  ConsentTranslation: ConsentTranslation;
  Segment: SegmentMapper;
  SegmentConnection: Omit<SegmentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['SegmentEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Segment']> };
  SegmentEdge: Omit<SegmentEdge, 'node'> & { node: ResolversParentTypes['Segment'] };
  SegmentRulePart: SegmentRulePart;
  SegmentExplanation: SegmentExplanationMapper;
  SegmentExplanationConnection: Omit<SegmentExplanationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['SegmentExplanationEdge']>, nodes: ReadonlyArray<ResolversParentTypes['SegmentExplanation']> };
  SegmentExplanationEdge: Omit<SegmentExplanationEdge, 'node'> & { node: ResolversParentTypes['SegmentExplanation'] };
  SegmentRuleResult: SegmentRuleResult;
  Query: Record<PropertyKey, never>;
  _CustomerRef: _CustomerRef;
  _EventPage: _EventPage;
  Mutation: Record<PropertyKey, never>;
  RegisterCustomerInput: RegisterCustomerInput;
  RegisterCustomerPayload: Omit<RegisterCustomerPayload, 'customer'> & { customer?: Maybe<ResolversParentTypes['Customer']> };
  RegisterCustomerError: RegisterCustomerError;
  UpdateCustomerProfileInput: UpdateCustomerProfileInput;
  UpdateCustomerProfilePayload: Omit<UpdateCustomerProfilePayload, 'customer'> & { customer?: Maybe<ResolversParentTypes['Customer']> };
  UpdateCustomerProfileError: UpdateCustomerProfileError;
  AddCustomerAddressInput: AddCustomerAddressInput;
  AddCustomerAddressPayload: Omit<AddCustomerAddressPayload, 'address' | 'customer'> & { address?: Maybe<ResolversParentTypes['Address']>, customer?: Maybe<ResolversParentTypes['Customer']> };
  AddCustomerAddressError: AddCustomerAddressError;
  UpdateCustomerAddressInput: UpdateCustomerAddressInput;
  UpdateCustomerAddressPayload: Omit<UpdateCustomerAddressPayload, 'address' | 'customer'> & { address?: Maybe<ResolversParentTypes['Address']>, customer?: Maybe<ResolversParentTypes['Customer']> };
  UpdateCustomerAddressError: UpdateCustomerAddressError;
  RemoveCustomerAddressInput: RemoveCustomerAddressInput;
  RemoveCustomerAddressPayload: Omit<RemoveCustomerAddressPayload, 'address' | 'customer'> & { address?: Maybe<ResolversParentTypes['Address']>, customer?: Maybe<ResolversParentTypes['Customer']> };
  RemoveCustomerAddressError: RemoveCustomerAddressError;
  UpdateCustomerPreferencesInput: UpdateCustomerPreferencesInput;
  UpdateCustomerPreferencesPayload: Omit<UpdateCustomerPreferencesPayload, 'preferences' | 'customer'> & { preferences?: Maybe<ResolversParentTypes['CustomerPreferences']>, customer?: Maybe<ResolversParentTypes['Customer']> };
  UpdateCustomerPreferencesError: UpdateCustomerPreferencesError;
  RecordConsentInput: RecordConsentInput;
  RecordConsentPayload: Omit<RecordConsentPayload, 'consent' | 'customer'> & { consent?: Maybe<ResolversParentTypes['ConsentRecord']>, customer?: Maybe<ResolversParentTypes['Customer']> };
  RecordConsentError: RecordConsentError;
  PublishConsentTextInput: PublishConsentTextInput;
  ConsentTranslationInput: ConsentTranslationInput;
  PublishConsentTextPayload: Omit<PublishConsentTextPayload, 'consentText'> & { consentText?: Maybe<ResolversParentTypes['ConsentText']> };
  PublishConsentTextError: PublishConsentTextError;
  SegmentRuleInput: SegmentRuleInput;
  CreateSegmentInput: CreateSegmentInput;
  CreateSegmentPayload: Omit<CreateSegmentPayload, 'segment'> & { segment?: Maybe<ResolversParentTypes['Segment']> };
  CreateSegmentError: CreateSegmentError;
  UpdateSegmentInput: UpdateSegmentInput;
  UpdateSegmentPayload: Omit<UpdateSegmentPayload, 'segment'> & { segment?: Maybe<ResolversParentTypes['Segment']> };
  UpdateSegmentError: UpdateSegmentError;
  DeleteSegmentInput: DeleteSegmentInput;
  DeleteSegmentPayload: Omit<DeleteSegmentPayload, 'segment'> & { segment?: Maybe<ResolversParentTypes['Segment']> };
  DeleteSegmentError: DeleteSegmentError;
  ReplayMainframeSyncInput: ReplayMainframeSyncInput;
  ReplayMainframeSyncPayload: Omit<ReplayMainframeSyncPayload, 'mainframeSync'> & { mainframeSync?: Maybe<ResolversParentTypes['MainframeSync']> };
  ReplayMainframeSyncError: ReplayMainframeSyncError;
  ReconcileMainframeInput: ReconcileMainframeInput;
  ReconcileMainframePayload: Omit<ReconcileMainframePayload, 'reconciliation'> & { reconciliation?: Maybe<ResolversParentTypes['MainframeReconciliation']> };
  ReconcileMainframeError: ReconcileMainframeError;
  InviteUserInput: InviteUserInput;
  InviteUserPayload: Omit<InviteUserPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  InviteUserError: InviteUserError;
  SetUserRolesInput: SetUserRolesInput;
  SetUserRolesPayload: Omit<SetUserRolesPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  SetUserRolesError: SetUserRolesError;
  DisableUserInput: DisableUserInput;
  DisableUserPayload: Omit<DisableUserPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  DisableUserError: DisableUserError;
  EnableUserInput: EnableUserInput;
  EnableUserPayload: Omit<EnableUserPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  EnableUserError: EnableUserError;
  _AdmitUserInput: _AdmitUserInput;
  _AdmitUserPayload: _AdmitUserPayload;
  _EnsureCustomerInput: _EnsureCustomerInput;
  _EnsureCustomerPayload: _EnsureCustomerPayload;
  _ImportCustomersInput: _ImportCustomersInput;
  _ImportCustomerInput: _ImportCustomerInput;
  _ImportCustomersPayload: _ImportCustomersPayload;
  _ImportCustomerResult: _ImportCustomerResult;
  OperationUsage: OperationUsageMapper;
  OperationUsageWhereInput: OperationUsageWhereInput;
  OperationUsageConnection: Omit<OperationUsageConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['OperationUsageEdge']>, nodes: ReadonlyArray<ResolversParentTypes['OperationUsage']> };
  OperationUsageEdge: Omit<OperationUsageEdge, 'node'> & { node: ResolversParentTypes['OperationUsage'] };
  _RecordOperationUsageInput: _RecordOperationUsageInput;
  _OperationUsageInput: _OperationUsageInput;
  _RecordOperationUsagePayload: _RecordOperationUsagePayload;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface CountryCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CountryCode'], any> {
  name: 'CountryCode';
}

export type NodeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Viewer' | 'Tenant' | 'Customer' | 'Address' | 'MainframeBatch' | 'MainframeReconciliation' | 'MainframeAction' | 'User' | 'CustomerPreferences' | 'ConsentRecord' | 'Segment', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'RegisterCustomerError' | 'UpdateCustomerProfileError' | 'AddCustomerAddressError' | 'UpdateCustomerAddressError' | 'RemoveCustomerAddressError' | 'UpdateCustomerPreferencesError' | 'RecordConsentError' | 'PublishConsentTextError' | 'CreateSegmentError' | 'UpdateSegmentError' | 'DeleteSegmentError' | 'ReplayMainframeSyncError' | 'ReconcileMainframeError' | 'InviteUserError' | 'SetUserRolesError' | 'DisableUserError' | 'EnableUserError', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ViewerKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TenantResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  addresses?: Resolver<ResolversTypes['AddressConnection'], ParentType, ContextType, Partial<CustomerAddressesArgs>>;
  preferences?: Resolver<ResolversTypes['CustomerPreferences'], ParentType, ContextType>;
  consents?: Resolver<ReadonlyArray<ResolversTypes['CustomerConsent']>, ParentType, ContextType>;
  consentHistory?: Resolver<ResolversTypes['ConsentRecordConnection'], ParentType, ContextType, Partial<CustomerConsentHistoryArgs>>;
  segments?: Resolver<Maybe<ResolversTypes['SegmentExplanationConnection']>, ParentType, ContextType, Partial<CustomerSegmentsArgs>>;
  mainframeSync?: Resolver<Maybe<ResolversTypes['MainframeSync']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CustomerEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CustomerEdge'] = ResolversParentTypes['CustomerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type AddressResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['CountryCode'], ParentType, ContextType>;
  isDefault?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddressConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['AddressConnection'] = ResolversParentTypes['AddressConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AddressEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Address']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AddressEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['AddressEdge'] = ResolversParentTypes['AddressEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Address'], ParentType, ContextType>;
};

export type MainframeSyncResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeSync'] = ResolversParentTypes['MainframeSync']> = {
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MainframeSyncState'], ParentType, ContextType>;
  desiredVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ackedVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lagSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  batchId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reject?: Resolver<Maybe<ResolversTypes['MainframeReject']>, ParentType, ContextType>;
};

export type MainframeRejectResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeReject'] = ResolversParentTypes['MainframeReject']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MainframeSyncConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeSyncConnection'] = ResolversParentTypes['MainframeSyncConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MainframeSyncEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['MainframeSync']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MainframeSyncEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeSyncEdge'] = ResolversParentTypes['MainframeSyncEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MainframeSync'], ParentType, ContextType>;
};

export type MainframeOverviewResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeOverview'] = ResolversParentTypes['MainframeOverview']> = {
  pendingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parkedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  oldestLagSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ackedLastMinuteCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MainframeBatchResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeBatch'] = ResolversParentTypes['MainframeBatch']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MainframeBatchState'], ParentType, ContextType>;
  recordCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sentAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  ackedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  sendCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  returnCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MainframeBatchConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeBatchConnection'] = ResolversParentTypes['MainframeBatchConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MainframeBatchEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['MainframeBatch']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MainframeBatchEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeBatchEdge'] = ResolversParentTypes['MainframeBatchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MainframeBatch'], ParentType, ContextType>;
};

export type MainframeReconciliationResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeReconciliation'] = ResolversParentTypes['MainframeReconciliation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MainframeReconciliationState'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  storedCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  missingCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  behindCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  aheadCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  differentCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  unknownCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['MainframeFinding']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MainframeFindingResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeFinding'] = ResolversParentTypes['MainframeFinding']> = {
  kind?: Resolver<ResolversTypes['MainframeFindingKind'], ParentType, ContextType>;
  recordKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  expectedVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  storedVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MainframeReconciliationConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeReconciliationConnection'] = ResolversParentTypes['MainframeReconciliationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MainframeReconciliationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['MainframeReconciliation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MainframeReconciliationEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeReconciliationEdge'] = ResolversParentTypes['MainframeReconciliationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MainframeReconciliation'], ParentType, ContextType>;
};

export type MainframeActionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeAction'] = ResolversParentTypes['MainframeAction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MainframeActionKind'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  reconciliation?: Resolver<Maybe<ResolversTypes['MainframeReconciliation']>, ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['ViewerKind'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MainframeActionConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeActionConnection'] = ResolversParentTypes['MainframeActionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MainframeActionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['MainframeAction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MainframeActionEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['MainframeActionEdge'] = ResolversParentTypes['MainframeActionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MainframeAction'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['UserKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['UserStatus'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  grantedRoles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  invitedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type CustomerPreferencesResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CustomerPreferences'] = ResolversParentTypes['CustomerPreferences']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  locale?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timeZone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  preferredCurrency?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  marketingChannels?: Resolver<ReadonlyArray<ResolversTypes['MarketingChannel']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerConsentResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CustomerConsent'] = ResolversParentTypes['CustomerConsent']> = {
  purpose?: Resolver<ResolversTypes['ConsentPurpose'], ParentType, ContextType>;
  isGranted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isOutdated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latest?: Resolver<Maybe<ResolversTypes['ConsentRecord']>, ParentType, ContextType>;
};

export type ConsentRecordResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ConsentRecord'] = ResolversParentTypes['ConsentRecord']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['ConsentPurpose'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['ConsentDecision'], ParentType, ContextType>;
  textVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  textLocale?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['ConsentSource'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['ViewerKind'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConsentRecordConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ConsentRecordConnection'] = ResolversParentTypes['ConsentRecordConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ConsentRecordEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ConsentRecord']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ConsentRecordEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ConsentRecordEdge'] = ResolversParentTypes['ConsentRecordEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ConsentRecord'], ParentType, ContextType>;
};

export type ConsentTextResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ConsentText'] = ResolversParentTypes['ConsentText']> = {
  purpose?: Resolver<ResolversTypes['ConsentPurpose'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  translations?: Resolver<ReadonlyArray<ResolversTypes['ConsentTranslation']>, ParentType, ContextType>;
  translation?: Resolver<Maybe<ResolversTypes['ConsentTranslation']>, ParentType, ContextType, Partial<ConsentTextTranslationArgs>>;
};

export type ConsentTranslationResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ConsentTranslation'] = ResolversParentTypes['ConsentTranslation']> = {
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SegmentResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Segment'] = ResolversParentTypes['Segment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['SegmentRulePart']>, ParentType, ContextType>;
  ruleJson?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, Partial<SegmentMembersArgs>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SegmentConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentConnection'] = ResolversParentTypes['SegmentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SegmentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Segment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SegmentEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentEdge'] = ResolversParentTypes['SegmentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Segment'], ParentType, ContextType>;
};

export type SegmentRulePartResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentRulePart'] = ResolversParentTypes['SegmentRulePart']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SegmentRuleKind'], ParentType, ContextType>;
  expected?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SegmentExplanationResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentExplanation'] = ResolversParentTypes['SegmentExplanation']> = {
  segment?: Resolver<ResolversTypes['Segment'], ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  isMember?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['SegmentRuleResult']>, ParentType, ContextType>;
};

export type SegmentExplanationConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentExplanationConnection'] = ResolversParentTypes['SegmentExplanationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SegmentExplanationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SegmentExplanation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SegmentExplanationEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentExplanationEdge'] = ResolversParentTypes['SegmentExplanationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SegmentExplanation'], ParentType, ContextType>;
};

export type SegmentRuleResultResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SegmentRuleResult'] = ResolversParentTypes['SegmentRuleResult']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SegmentRuleKind'], ParentType, ContextType>;
  expected?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  holds?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasValue?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  viewer: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  customer: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<QueryCustomerArgs, 'id'>>;
  customers: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, Partial<QueryCustomersArgs>>;
  users: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<QueryUsersArgs>>;
  consentTexts: Resolver<ReadonlyArray<ResolversTypes['ConsentText']>, ParentType, ContextType>;
  consentText: Resolver<Maybe<ResolversTypes['ConsentText']>, ParentType, ContextType, RequireFields<QueryConsentTextArgs, 'purpose'>>;
  segment: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType, RequireFields<QuerySegmentArgs, 'id'>>;
  segments: Resolver<ResolversTypes['SegmentConnection'], ParentType, ContextType, Partial<QuerySegmentsArgs>>;
  explainSegment: Resolver<Maybe<ResolversTypes['SegmentExplanation']>, ParentType, ContextType, RequireFields<QueryExplainSegmentArgs, 'segmentId' | 'customerId'>>;
  mainframeOverview: Resolver<ResolversTypes['MainframeOverview'], ParentType, ContextType>;
  mainframeSyncs: Resolver<ResolversTypes['MainframeSyncConnection'], ParentType, ContextType, Partial<QueryMainframeSyncsArgs>>;
  mainframeBatches: Resolver<ResolversTypes['MainframeBatchConnection'], ParentType, ContextType, Partial<QueryMainframeBatchesArgs>>;
  mainframeReconciliation: Resolver<Maybe<ResolversTypes['MainframeReconciliation']>, ParentType, ContextType, RequireFields<QueryMainframeReconciliationArgs, 'id'>>;
  mainframeReconciliations: Resolver<ResolversTypes['MainframeReconciliationConnection'], ParentType, ContextType, Partial<QueryMainframeReconciliationsArgs>>;
  mainframeActions: Resolver<ResolversTypes['MainframeActionConnection'], ParentType, ContextType, Partial<QueryMainframeActionsArgs>>;
  operationUsage: Resolver<ResolversTypes['OperationUsageConnection'], ParentType, ContextType, Partial<QueryOperationUsageArgs>>;
  _hasConsent: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<Query_HasConsentArgs, 'customerId' | 'purpose'>>;
  _customer: Resolver<Maybe<ResolversTypes['_CustomerRef']>, ParentType, ContextType, RequireFields<Query_CustomerArgs, 'id'>>;
  _events: Resolver<ResolversTypes['_EventPage'], ParentType, ContextType, RequireFields<Query_EventsArgs, 'topic' | 'afterSeq' | 'first'>>;
};

export type _CustomerRefResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_CustomerRef'] = ResolversParentTypes['_CustomerRef']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type _EventPageResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_EventPage'] = ResolversParentTypes['_EventPage']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  oldestSeq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  registerCustomer: Resolver<ResolversTypes['RegisterCustomerPayload'], ParentType, ContextType, RequireFields<MutationRegisterCustomerArgs, 'input'>>;
  updateCustomerProfile: Resolver<ResolversTypes['UpdateCustomerProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateCustomerProfileArgs, 'input'>>;
  addCustomerAddress: Resolver<ResolversTypes['AddCustomerAddressPayload'], ParentType, ContextType, RequireFields<MutationAddCustomerAddressArgs, 'input'>>;
  updateCustomerAddress: Resolver<ResolversTypes['UpdateCustomerAddressPayload'], ParentType, ContextType, RequireFields<MutationUpdateCustomerAddressArgs, 'input'>>;
  removeCustomerAddress: Resolver<ResolversTypes['RemoveCustomerAddressPayload'], ParentType, ContextType, RequireFields<MutationRemoveCustomerAddressArgs, 'input'>>;
  updateCustomerPreferences: Resolver<ResolversTypes['UpdateCustomerPreferencesPayload'], ParentType, ContextType, RequireFields<MutationUpdateCustomerPreferencesArgs, 'input'>>;
  recordConsent: Resolver<ResolversTypes['RecordConsentPayload'], ParentType, ContextType, RequireFields<MutationRecordConsentArgs, 'input'>>;
  publishConsentText: Resolver<ResolversTypes['PublishConsentTextPayload'], ParentType, ContextType, RequireFields<MutationPublishConsentTextArgs, 'input'>>;
  createSegment: Resolver<ResolversTypes['CreateSegmentPayload'], ParentType, ContextType, RequireFields<MutationCreateSegmentArgs, 'input'>>;
  updateSegment: Resolver<ResolversTypes['UpdateSegmentPayload'], ParentType, ContextType, RequireFields<MutationUpdateSegmentArgs, 'input'>>;
  deleteSegment: Resolver<ResolversTypes['DeleteSegmentPayload'], ParentType, ContextType, RequireFields<MutationDeleteSegmentArgs, 'input'>>;
  inviteUser: Resolver<ResolversTypes['InviteUserPayload'], ParentType, ContextType, RequireFields<MutationInviteUserArgs, 'input'>>;
  setUserRoles: Resolver<ResolversTypes['SetUserRolesPayload'], ParentType, ContextType, RequireFields<MutationSetUserRolesArgs, 'input'>>;
  disableUser: Resolver<ResolversTypes['DisableUserPayload'], ParentType, ContextType, RequireFields<MutationDisableUserArgs, 'input'>>;
  enableUser: Resolver<ResolversTypes['EnableUserPayload'], ParentType, ContextType, RequireFields<MutationEnableUserArgs, 'input'>>;
  replayMainframeSync: Resolver<ResolversTypes['ReplayMainframeSyncPayload'], ParentType, ContextType, RequireFields<MutationReplayMainframeSyncArgs, 'input'>>;
  reconcileMainframe: Resolver<ResolversTypes['ReconcileMainframePayload'], ParentType, ContextType, RequireFields<MutationReconcileMainframeArgs, 'input'>>;
  _admitUser: Resolver<ResolversTypes['_AdmitUserPayload'], ParentType, ContextType, RequireFields<Mutation_AdmitUserArgs, 'input'>>;
  _ensureCustomer: Resolver<ResolversTypes['_EnsureCustomerPayload'], ParentType, ContextType, RequireFields<Mutation_EnsureCustomerArgs, 'input'>>;
  _importCustomers: Resolver<ResolversTypes['_ImportCustomersPayload'], ParentType, ContextType, RequireFields<Mutation_ImportCustomersArgs, 'input'>>;
  _recordOperationUsage: Resolver<ResolversTypes['_RecordOperationUsagePayload'], ParentType, ContextType, RequireFields<Mutation_RecordOperationUsageArgs, 'input'>>;
};

export type RegisterCustomerPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['RegisterCustomerPayload'] = ResolversParentTypes['RegisterCustomerPayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['RegisterCustomerError']>, ParentType, ContextType>;
};

export type RegisterCustomerErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['RegisterCustomerError'] = ResolversParentTypes['RegisterCustomerError']> = {
  code?: Resolver<ResolversTypes['RegisterCustomerErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateCustomerProfilePayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateCustomerProfilePayload'] = ResolversParentTypes['UpdateCustomerProfilePayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateCustomerProfileError']>, ParentType, ContextType>;
};

export type UpdateCustomerProfileErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateCustomerProfileError'] = ResolversParentTypes['UpdateCustomerProfileError']> = {
  code?: Resolver<ResolversTypes['UpdateCustomerProfileErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddCustomerAddressPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['AddCustomerAddressPayload'] = ResolversParentTypes['AddCustomerAddressPayload']> = {
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['AddCustomerAddressError']>, ParentType, ContextType>;
};

export type AddCustomerAddressErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['AddCustomerAddressError'] = ResolversParentTypes['AddCustomerAddressError']> = {
  code?: Resolver<ResolversTypes['AddCustomerAddressErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateCustomerAddressPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateCustomerAddressPayload'] = ResolversParentTypes['UpdateCustomerAddressPayload']> = {
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateCustomerAddressError']>, ParentType, ContextType>;
};

export type UpdateCustomerAddressErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateCustomerAddressError'] = ResolversParentTypes['UpdateCustomerAddressError']> = {
  code?: Resolver<ResolversTypes['UpdateCustomerAddressErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RemoveCustomerAddressPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['RemoveCustomerAddressPayload'] = ResolversParentTypes['RemoveCustomerAddressPayload']> = {
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['RemoveCustomerAddressError']>, ParentType, ContextType>;
};

export type RemoveCustomerAddressErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['RemoveCustomerAddressError'] = ResolversParentTypes['RemoveCustomerAddressError']> = {
  code?: Resolver<ResolversTypes['RemoveCustomerAddressErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateCustomerPreferencesPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateCustomerPreferencesPayload'] = ResolversParentTypes['UpdateCustomerPreferencesPayload']> = {
  preferences?: Resolver<Maybe<ResolversTypes['CustomerPreferences']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateCustomerPreferencesError']>, ParentType, ContextType>;
};

export type UpdateCustomerPreferencesErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateCustomerPreferencesError'] = ResolversParentTypes['UpdateCustomerPreferencesError']> = {
  code?: Resolver<ResolversTypes['UpdateCustomerPreferencesErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RecordConsentPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['RecordConsentPayload'] = ResolversParentTypes['RecordConsentPayload']> = {
  consent?: Resolver<Maybe<ResolversTypes['ConsentRecord']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['RecordConsentError']>, ParentType, ContextType>;
};

export type RecordConsentErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['RecordConsentError'] = ResolversParentTypes['RecordConsentError']> = {
  code?: Resolver<ResolversTypes['RecordConsentErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PublishConsentTextPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['PublishConsentTextPayload'] = ResolversParentTypes['PublishConsentTextPayload']> = {
  consentText?: Resolver<Maybe<ResolversTypes['ConsentText']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['PublishConsentTextError']>, ParentType, ContextType>;
};

export type PublishConsentTextErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['PublishConsentTextError'] = ResolversParentTypes['PublishConsentTextError']> = {
  code?: Resolver<ResolversTypes['PublishConsentTextErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateSegmentPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CreateSegmentPayload'] = ResolversParentTypes['CreateSegmentPayload']> = {
  segment?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['CreateSegmentError']>, ParentType, ContextType>;
};

export type CreateSegmentErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CreateSegmentError'] = ResolversParentTypes['CreateSegmentError']> = {
  code?: Resolver<ResolversTypes['CreateSegmentErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateSegmentPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateSegmentPayload'] = ResolversParentTypes['UpdateSegmentPayload']> = {
  segment?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateSegmentError']>, ParentType, ContextType>;
};

export type UpdateSegmentErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UpdateSegmentError'] = ResolversParentTypes['UpdateSegmentError']> = {
  code?: Resolver<ResolversTypes['UpdateSegmentErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteSegmentPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['DeleteSegmentPayload'] = ResolversParentTypes['DeleteSegmentPayload']> = {
  segment?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['DeleteSegmentError']>, ParentType, ContextType>;
};

export type DeleteSegmentErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['DeleteSegmentError'] = ResolversParentTypes['DeleteSegmentError']> = {
  code?: Resolver<ResolversTypes['DeleteSegmentErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReplayMainframeSyncPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ReplayMainframeSyncPayload'] = ResolversParentTypes['ReplayMainframeSyncPayload']> = {
  mainframeSync?: Resolver<Maybe<ResolversTypes['MainframeSync']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ReplayMainframeSyncError']>, ParentType, ContextType>;
};

export type ReplayMainframeSyncErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ReplayMainframeSyncError'] = ResolversParentTypes['ReplayMainframeSyncError']> = {
  code?: Resolver<ResolversTypes['ReplayMainframeSyncErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReconcileMainframePayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ReconcileMainframePayload'] = ResolversParentTypes['ReconcileMainframePayload']> = {
  reconciliation?: Resolver<Maybe<ResolversTypes['MainframeReconciliation']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ReconcileMainframeError']>, ParentType, ContextType>;
};

export type ReconcileMainframeErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['ReconcileMainframeError'] = ResolversParentTypes['ReconcileMainframeError']> = {
  code?: Resolver<ResolversTypes['ReconcileMainframeErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InviteUserPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['InviteUserPayload'] = ResolversParentTypes['InviteUserPayload']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['InviteUserError']>, ParentType, ContextType>;
};

export type InviteUserErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['InviteUserError'] = ResolversParentTypes['InviteUserError']> = {
  code?: Resolver<ResolversTypes['InviteUserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetUserRolesPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SetUserRolesPayload'] = ResolversParentTypes['SetUserRolesPayload']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['SetUserRolesError']>, ParentType, ContextType>;
};

export type SetUserRolesErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['SetUserRolesError'] = ResolversParentTypes['SetUserRolesError']> = {
  code?: Resolver<ResolversTypes['SetUserRolesErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DisableUserPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['DisableUserPayload'] = ResolversParentTypes['DisableUserPayload']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['DisableUserError']>, ParentType, ContextType>;
};

export type DisableUserErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['DisableUserError'] = ResolversParentTypes['DisableUserError']> = {
  code?: Resolver<ResolversTypes['DisableUserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EnableUserPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['EnableUserPayload'] = ResolversParentTypes['EnableUserPayload']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['EnableUserError']>, ParentType, ContextType>;
};

export type EnableUserErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['EnableUserError'] = ResolversParentTypes['EnableUserError']> = {
  code?: Resolver<ResolversTypes['EnableUserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type _AdmitUserPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_AdmitUserPayload'] = ResolversParentTypes['_AdmitUserPayload']> = {
  isAdmitted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['_AdmissionRefusal']>, ParentType, ContextType>;
};

export type _EnsureCustomerPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_EnsureCustomerPayload'] = ResolversParentTypes['_EnsureCustomerPayload']> = {
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type _ImportCustomersPayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_ImportCustomersPayload'] = ResolversParentTypes['_ImportCustomersPayload']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['_ImportCustomerResult']>, ParentType, ContextType>;
};

export type _ImportCustomerResultResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_ImportCustomerResult'] = ResolversParentTypes['_ImportCustomerResult']> = {
  importKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OperationUsageResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['OperationUsage'] = ResolversParentTypes['OperationUsage']> = {
  day?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  client?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operationId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationType?: Resolver<Maybe<ResolversTypes['OperationType']>, ParentType, ContextType>;
  isRegistered?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OperationUsageConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['OperationUsageConnection'] = ResolversParentTypes['OperationUsageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OperationUsageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['OperationUsage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OperationUsageEdgeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['OperationUsageEdge'] = ResolversParentTypes['OperationUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['OperationUsage'], ParentType, ContextType>;
};

export type _RecordOperationUsagePayloadResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['_RecordOperationUsagePayload'] = ResolversParentTypes['_RecordOperationUsagePayload']> = {
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = CustomersContext> = {
  DateTime?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  CountryCode?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerEdge?: CustomerEdgeResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  AddressConnection?: AddressConnectionResolvers<ContextType>;
  AddressEdge?: AddressEdgeResolvers<ContextType>;
  MainframeSync?: MainframeSyncResolvers<ContextType>;
  MainframeReject?: MainframeRejectResolvers<ContextType>;
  MainframeSyncConnection?: MainframeSyncConnectionResolvers<ContextType>;
  MainframeSyncEdge?: MainframeSyncEdgeResolvers<ContextType>;
  MainframeOverview?: MainframeOverviewResolvers<ContextType>;
  MainframeBatch?: MainframeBatchResolvers<ContextType>;
  MainframeBatchConnection?: MainframeBatchConnectionResolvers<ContextType>;
  MainframeBatchEdge?: MainframeBatchEdgeResolvers<ContextType>;
  MainframeReconciliation?: MainframeReconciliationResolvers<ContextType>;
  MainframeFinding?: MainframeFindingResolvers<ContextType>;
  MainframeReconciliationConnection?: MainframeReconciliationConnectionResolvers<ContextType>;
  MainframeReconciliationEdge?: MainframeReconciliationEdgeResolvers<ContextType>;
  MainframeAction?: MainframeActionResolvers<ContextType>;
  MainframeActionConnection?: MainframeActionConnectionResolvers<ContextType>;
  MainframeActionEdge?: MainframeActionEdgeResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  CustomerPreferences?: CustomerPreferencesResolvers<ContextType>;
  CustomerConsent?: CustomerConsentResolvers<ContextType>;
  ConsentRecord?: ConsentRecordResolvers<ContextType>;
  ConsentRecordConnection?: ConsentRecordConnectionResolvers<ContextType>;
  ConsentRecordEdge?: ConsentRecordEdgeResolvers<ContextType>;
  ConsentText?: ConsentTextResolvers<ContextType>;
  ConsentTranslation?: ConsentTranslationResolvers<ContextType>;
  Segment?: SegmentResolvers<ContextType>;
  SegmentConnection?: SegmentConnectionResolvers<ContextType>;
  SegmentEdge?: SegmentEdgeResolvers<ContextType>;
  SegmentRulePart?: SegmentRulePartResolvers<ContextType>;
  SegmentExplanation?: SegmentExplanationResolvers<ContextType>;
  SegmentExplanationConnection?: SegmentExplanationConnectionResolvers<ContextType>;
  SegmentExplanationEdge?: SegmentExplanationEdgeResolvers<ContextType>;
  SegmentRuleResult?: SegmentRuleResultResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  _CustomerRef?: _CustomerRefResolvers<ContextType>;
  _EventPage?: _EventPageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  RegisterCustomerPayload?: RegisterCustomerPayloadResolvers<ContextType>;
  RegisterCustomerError?: RegisterCustomerErrorResolvers<ContextType>;
  UpdateCustomerProfilePayload?: UpdateCustomerProfilePayloadResolvers<ContextType>;
  UpdateCustomerProfileError?: UpdateCustomerProfileErrorResolvers<ContextType>;
  AddCustomerAddressPayload?: AddCustomerAddressPayloadResolvers<ContextType>;
  AddCustomerAddressError?: AddCustomerAddressErrorResolvers<ContextType>;
  UpdateCustomerAddressPayload?: UpdateCustomerAddressPayloadResolvers<ContextType>;
  UpdateCustomerAddressError?: UpdateCustomerAddressErrorResolvers<ContextType>;
  RemoveCustomerAddressPayload?: RemoveCustomerAddressPayloadResolvers<ContextType>;
  RemoveCustomerAddressError?: RemoveCustomerAddressErrorResolvers<ContextType>;
  UpdateCustomerPreferencesPayload?: UpdateCustomerPreferencesPayloadResolvers<ContextType>;
  UpdateCustomerPreferencesError?: UpdateCustomerPreferencesErrorResolvers<ContextType>;
  RecordConsentPayload?: RecordConsentPayloadResolvers<ContextType>;
  RecordConsentError?: RecordConsentErrorResolvers<ContextType>;
  PublishConsentTextPayload?: PublishConsentTextPayloadResolvers<ContextType>;
  PublishConsentTextError?: PublishConsentTextErrorResolvers<ContextType>;
  CreateSegmentPayload?: CreateSegmentPayloadResolvers<ContextType>;
  CreateSegmentError?: CreateSegmentErrorResolvers<ContextType>;
  UpdateSegmentPayload?: UpdateSegmentPayloadResolvers<ContextType>;
  UpdateSegmentError?: UpdateSegmentErrorResolvers<ContextType>;
  DeleteSegmentPayload?: DeleteSegmentPayloadResolvers<ContextType>;
  DeleteSegmentError?: DeleteSegmentErrorResolvers<ContextType>;
  ReplayMainframeSyncPayload?: ReplayMainframeSyncPayloadResolvers<ContextType>;
  ReplayMainframeSyncError?: ReplayMainframeSyncErrorResolvers<ContextType>;
  ReconcileMainframePayload?: ReconcileMainframePayloadResolvers<ContextType>;
  ReconcileMainframeError?: ReconcileMainframeErrorResolvers<ContextType>;
  InviteUserPayload?: InviteUserPayloadResolvers<ContextType>;
  InviteUserError?: InviteUserErrorResolvers<ContextType>;
  SetUserRolesPayload?: SetUserRolesPayloadResolvers<ContextType>;
  SetUserRolesError?: SetUserRolesErrorResolvers<ContextType>;
  DisableUserPayload?: DisableUserPayloadResolvers<ContextType>;
  DisableUserError?: DisableUserErrorResolvers<ContextType>;
  EnableUserPayload?: EnableUserPayloadResolvers<ContextType>;
  EnableUserError?: EnableUserErrorResolvers<ContextType>;
  _AdmitUserPayload?: _AdmitUserPayloadResolvers<ContextType>;
  _EnsureCustomerPayload?: _EnsureCustomerPayloadResolvers<ContextType>;
  _ImportCustomersPayload?: _ImportCustomersPayloadResolvers<ContextType>;
  _ImportCustomerResult?: _ImportCustomerResultResolvers<ContextType>;
  OperationUsage?: OperationUsageResolvers<ContextType>;
  OperationUsageConnection?: OperationUsageConnectionResolvers<ContextType>;
  OperationUsageEdge?: OperationUsageEdgeResolvers<ContextType>;
  _RecordOperationUsagePayload?: _RecordOperationUsagePayloadResolvers<ContextType>;
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Customer as CustomerMapper, Address as AddressMapper, MainframeSync as MainframeSyncMapper, Viewer as ViewerMapper } from './mappers.ts';
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
  /** How far the customer's newest version has got on its way to the mainframe. Roles: admin, customer-service, order-manager; null for clients. */
  readonly mainframeSync?: Maybe<MainframeSync>;
};


/** A buyer. Employees see their tenant's customers, a client sees itself only, partners none. */
export type CustomerAddressesArgs = {
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

/** Which customers: every condition given must hold. */
export type CustomerWhereInput = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By e-mail address, upper and lower case being the same. */
  readonly email?: InputMaybe<TextFilter>;
  /** By time of registration. */
  readonly createdAt?: InputMaybe<DateTimeFilter>;
};

/** By id. */
export type IdFilter = {
  /** One of these; at most 100. */
  readonly in: ReadonlyArray<Scalars['ID']['input']>;
};

/** By exact text. */
export type TextFilter = {
  /** One of these, letter for letter; at most 100. */
  readonly in: ReadonlyArray<Scalars['String']['input']>;
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

export type Query = {
  /** Who is calling and what they may do. Roles: all. */
  readonly viewer: Viewer;
  /** The customer, or null when it does not exist or is somebody else. Roles: admin, customer-service, order-manager; client for itself. Others get FORBIDDEN. */
  readonly customer?: Maybe<Customer>;
  /** Customers, newest first unless sorted otherwise. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. Others get FORBIDDEN. */
  readonly customers: CustomerConnection;
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
  /** For services: the customer behind a client's identity, made or linked at first sight. Repeating it changes nothing. */
  readonly _ensureCustomer: _EnsureCustomerPayload;
  /** For services: takes over up to 250 customers of another system, all or none. Repeating it imports nobody twice. */
  readonly _importCustomers: _ImportCustomersPayload;
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


export type Mutation_EnsureCustomerArgs = {
  input: _EnsureCustomerInput;
};


export type Mutation_ImportCustomersArgs = {
  input: _ImportCustomersInput;
};

/** A new customer. */
export type RegisterCustomerInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** 1 to 100 characters, without control characters; spaces around it are dropped. */
  readonly name: Scalars['String']['input'];
  /** An e-mail address that no other customer of the tenant has. */
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
  /** 1 to 100 characters, without control characters; null is refused. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** An e-mail address that no other customer of the tenant has; null removes it. */
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
  /** Street and number; 1 to 100 characters. */
  readonly line1: Scalars['String']['input'];
  /** Flat, building, care of; at most 100 characters. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Town, 1 to 100 characters. */
  readonly city: Scalars['String']['input'];
  /** State, county or province; at most 100 characters. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** At most 20 characters. */
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
  /** Street and number; 1 to 100 characters; null is refused. */
  readonly line1?: InputMaybe<Scalars['String']['input']>;
  /** Flat, building, care of; at most 100 characters; null removes it. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Town, 1 to 100 characters; null is refused. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** State, county or province; at most 100 characters; null removes it. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** At most 20 characters; null removes it. */
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
  ;
  UserError:
    | ( RegisterCustomerError )
    | ( UpdateCustomerProfileError )
    | ( AddCustomerAddressError )
    | ( UpdateCustomerAddressError )
    | ( RemoveCustomerAddressError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
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
  CustomerConnection: ResolverTypeWrapper<Omit<CustomerConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CustomerEdge']>, nodes: ReadonlyArray<ResolversTypes['Customer']> }>;
  CustomerEdge: ResolverTypeWrapper<Omit<CustomerEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  Address: ResolverTypeWrapper<AddressMapper>;
  AddressConnection: ResolverTypeWrapper<Omit<AddressConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AddressEdge']>, nodes: ReadonlyArray<ResolversTypes['Address']> }>;
  AddressEdge: ResolverTypeWrapper<Omit<AddressEdge, 'node'> & { node: ResolversTypes['Address'] }>;
  MainframeSync: ResolverTypeWrapper<MainframeSyncMapper>;
  MainframeSyncState: MainframeSyncState;
  MainframeReject: ResolverTypeWrapper<MainframeReject>;
  CustomerWhereInput: CustomerWhereInput;
  IdFilter: IdFilter;
  TextFilter: TextFilter;
  DateTimeFilter: DateTimeFilter;
  CustomerOrderInput: CustomerOrderInput;
  CustomerOrderField: CustomerOrderField;
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
  _EnsureCustomerInput: _EnsureCustomerInput;
  _EnsureCustomerPayload: ResolverTypeWrapper<_EnsureCustomerPayload>;
  _ImportCustomersInput: _ImportCustomersInput;
  _ImportCustomerInput: _ImportCustomerInput;
  _ImportCustomersPayload: ResolverTypeWrapper<_ImportCustomersPayload>;
  _ImportCustomerResult: ResolverTypeWrapper<_ImportCustomerResult>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  SafeInt: Scalars['SafeInt']['output'];
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
  CustomerConnection: Omit<CustomerConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CustomerEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Customer']> };
  CustomerEdge: Omit<CustomerEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  Address: AddressMapper;
  AddressConnection: Omit<AddressConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AddressEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Address']> };
  AddressEdge: Omit<AddressEdge, 'node'> & { node: ResolversParentTypes['Address'] };
  MainframeSync: MainframeSyncMapper;
  MainframeReject: MainframeReject;
  CustomerWhereInput: CustomerWhereInput;
  IdFilter: IdFilter;
  TextFilter: TextFilter;
  DateTimeFilter: DateTimeFilter;
  CustomerOrderInput: CustomerOrderInput;
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
  _EnsureCustomerInput: _EnsureCustomerInput;
  _EnsureCustomerPayload: _EnsureCustomerPayload;
  _ImportCustomersInput: _ImportCustomersInput;
  _ImportCustomerInput: _ImportCustomerInput;
  _ImportCustomersPayload: _ImportCustomersPayload;
  _ImportCustomerResult: _ImportCustomerResult;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export interface CountryCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CountryCode'], any> {
  name: 'CountryCode';
}

export type NodeResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Viewer' | 'Tenant' | 'Customer' | 'Address', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'RegisterCustomerError' | 'UpdateCustomerProfileError' | 'AddCustomerAddressError' | 'UpdateCustomerAddressError' | 'RemoveCustomerAddressError', ParentType, ContextType>;
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
  mainframeSync?: Resolver<Maybe<ResolversTypes['MainframeSync']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
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

export type QueryResolvers<ContextType = CustomersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  viewer: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  customer: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<QueryCustomerArgs, 'id'>>;
  customers: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, Partial<QueryCustomersArgs>>;
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
  _ensureCustomer: Resolver<ResolversTypes['_EnsureCustomerPayload'], ParentType, ContextType, RequireFields<Mutation_EnsureCustomerArgs, 'input'>>;
  _importCustomers: Resolver<ResolversTypes['_ImportCustomersPayload'], ParentType, ContextType, RequireFields<Mutation_ImportCustomersArgs, 'input'>>;
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

export type Resolvers<ContextType = CustomersContext> = {
  DateTime?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
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
  _EnsureCustomerPayload?: _EnsureCustomerPayloadResolvers<ContextType>;
  _ImportCustomersPayload?: _ImportCustomersPayloadResolvers<ContextType>;
  _ImportCustomerResult?: _ImportCustomerResultResolvers<ContextType>;
};


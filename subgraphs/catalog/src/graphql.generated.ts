import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Product as ProductMapper, ProductConnection as ProductConnectionMapper, ProductMedia as ProductMediaMapper, ProductVariant as ProductVariantMapper, Category as CategoryMapper, VariantStock as VariantStockMapper, StockLevel as StockLevelMapper, StockLocation as StockLocationMapper, StockMovement as StockMovementMapper, Money as MoneyMapper } from './mappers.ts';
import type { CatalogContext } from './context.ts';
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

/** What kind of thing is sold. */
export type ProductKind =
  /** A thing that stock is kept of. */
  | 'GOOD'
  /** Work or time: it needs no stock. */
  | 'SERVICE';

/** Whether a product is for sale. */
export type ProductStatus =
  /** In preparation, never for sale yet. Employees only. */
  | 'DRAFT'
  /** For sale. */
  | 'PUBLISHED'
  /** No longer for sale; may be published again. */
  | 'ARCHIVED';

/**
 * Something that is sold, in one or more variants. Clients and partners find what is PUBLISHED; a product they reach
 * through something they own (an order line) also resolves when it was ARCHIVED since, never while it is a draft.
 */
export type Product = Node & {
  readonly id: Scalars['ID']['output'];
  /** What kind of thing it is; never changes. */
  readonly kind: ProductKind;
  /**
   * Its name, 1 to 200 characters. With a locale (a BCP 47 tag such as `de-AT`): as it was translated, otherwise as it was
   * translated into the next more general one (`de`), otherwise its own.
   */
  readonly name: Scalars['String']['output'];
  /** What it is, at most 5000 characters, by locale like `name`; null when nobody wrote anything. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** All its translations, by locale; at most 50. */
  readonly translations: ReadonlyArray<ProductTranslation>;
  /** Pictures, videos and papers, in the order to show them. Without `first` or `last`: the first 20; at most 100. */
  readonly media: ProductMediaConnection;
  /** Whether it is for sale. */
  readonly status: ProductStatus;
  /** Where it is listed, by name. Without `first` or `last`: the first 20; at most 100. */
  readonly categories: CategoryConnection;
  /** How it can be bought, in the order of entry. Without `first` or `last`: the first 20; at most 100. */
  readonly variants: ProductVariantConnection;
  /** Rises with each change of the product, its variants or their prices; pass it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** When it was entered. */
  readonly createdAt: Scalars['DateTime']['output'];
};


/**
 * Something that is sold, in one or more variants. Clients and partners find what is PUBLISHED; a product they reach
 * through something they own (an order line) also resolves when it was ARCHIVED since, never while it is a draft.
 */
export type ProductNameArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Something that is sold, in one or more variants. Clients and partners find what is PUBLISHED; a product they reach
 * through something they own (an order line) also resolves when it was ARCHIVED since, never while it is a draft.
 */
export type ProductDescriptionArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Something that is sold, in one or more variants. Clients and partners find what is PUBLISHED; a product they reach
 * through something they own (an order line) also resolves when it was ARCHIVED since, never while it is a draft.
 */
export type ProductMediaArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Something that is sold, in one or more variants. Clients and partners find what is PUBLISHED; a product they reach
 * through something they own (an order line) also resolves when it was ARCHIVED since, never while it is a draft.
 */
export type ProductCategoriesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Something that is sold, in one or more variants. Clients and partners find what is PUBLISHED; a product they reach
 * through something they own (an order line) also resolves when it was ARCHIVED since, never while it is a draft.
 */
export type ProductVariantsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** What a product is called, and how it is described, in one locale. */
export type ProductTranslation = {
  /** A BCP 47 tag, for example `de-AT`. */
  readonly locale: Scalars['String']['output'];
  /** The name; null where the next more general locale has it. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The description; null where the next more general locale has it. */
  readonly description?: Maybe<Scalars['String']['output']>;
};

/** What a media item is. */
export type ProductMediaKind =
  /** A picture. */
  | 'IMAGE'
  /** A film or animation. */
  | 'VIDEO'
  /** A paper to read, for example a manual. */
  | 'DOCUMENT';

/** A picture, video or paper of a product. It is kept somewhere else: only where is known here. */
export type ProductMedia = Node & {
  readonly id: Scalars['ID']['output'];
  /** What it is. */
  readonly kind: ProductMediaKind;
  /** Where it is: an https address of at most 2000 characters. */
  readonly url: Scalars['String']['output'];
  /** What to read out where it cannot be seen, at most 300 characters; null when it only decorates. */
  readonly alt?: Maybe<Scalars['String']['output']>;
  /** Its place among the product's media; 0 is shown first. */
  readonly position: Scalars['Int']['output'];
};

/** A page of media. */
export type ProductMediaConnection = {
  /** Media with their cursors. */
  readonly edges: ReadonlyArray<ProductMediaEdge>;
  /** The media alone. */
  readonly nodes: ReadonlyArray<ProductMedia>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A media item in a list. */
export type ProductMediaEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The media item. */
  readonly node: ProductMedia;
};

/** A page of products. */
export type ProductConnection = {
  /** Products with their cursors. */
  readonly edges: ReadonlyArray<ProductEdge>;
  /** The products alone. */
  readonly nodes: ReadonlyArray<Product>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many products there are over all pages. Costs a count of them: ask for it only where it is shown. */
  readonly totalCount: Scalars['Int']['output'];
  /** The products over all pages counted by what they have in common, one entry for each `ProductFacetField` in its order. Costs counting them. */
  readonly facets: ReadonlyArray<ProductFacet>;
};

/** How many of the products that were asked for have each value of a property. `search` and all of `where` apply. */
export type ProductFacet = {
  /** Which property. */
  readonly field: ProductFacetField;
  /** Values at least one product has: PRICE by price, others the most frequent first, at most 100. */
  readonly values: ReadonlyArray<ProductFacetValue>;
};

/** What products are counted by. */
export type ProductFacetField =
  /** A `ProductKind`. */
  | 'KIND'
  /** A category's id, labelled with its name. A product counts in each of its categories. */
  | 'CATEGORY'
  /**
   * A price band such as `1000-2500`: at least 1000 and less than 2500 minor units, `100000-` without an end. The currency is that of
   * `where.price`, otherwise the tenant's own. A product counts in each band that one of its variants has a price in: as many as
   * `where: {price: {gte: 1000, lt: 2500}}` finds.
   */
  | 'PRICE'
  /** AVAILABLE: pieces of a variant can be ordered, or it is a service and needs none. UNAVAILABLE: none can. */
  | 'AVAILABILITY';

/** A value that products have in common. */
export type ProductFacetValue = {
  /** The value, as `ProductFacetField` says. */
  readonly value: Scalars['String']['output'];
  /** How many products have it. */
  readonly count: Scalars['Int']['output'];
  /** What to show for it; null where the value says it. */
  readonly label?: Maybe<Scalars['String']['output']>;
};

/** A product in a list. */
export type ProductEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The product. */
  readonly node: Product;
};

/**
 * What is bought: a product in one form. Clients and partners find variants of PUBLISHED products; one they reach through
 * something they own (an order line) also resolves when its product was ARCHIVED since.
 */
export type ProductVariant = Node & {
  readonly id: Scalars['ID']['output'];
  /** Stock keeping unit, 1 to 64 characters, unique within the tenant in any case; as first spelled, never changes. */
  readonly sku: Scalars['String']['output'];
  /** What tells it from the product's other variants, at most 100 characters; null when there is nothing to tell. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Price of one in `currency`, or in the tenant's own currency when none is named; null when it has no price in it. */
  readonly price?: Maybe<Money>;
  /** Price of one in every currency it is sold in, by currency; at most 20. */
  readonly prices: ReadonlyArray<Money>;
  /** How many there are; null for services, which need no stock. */
  readonly stock?: Maybe<VariantStock>;
  /** What it is a variant of. */
  readonly product: Product;
};


/**
 * What is bought: a product in one form. Clients and partners find variants of PUBLISHED products; one they reach through
 * something they own (an order line) also resolves when its product was ARCHIVED since.
 */
export type ProductVariantPriceArgs = {
  currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
};

/** A page of variants. */
export type ProductVariantConnection = {
  /** Variants with their cursors. */
  readonly edges: ReadonlyArray<ProductVariantEdge>;
  /** The variants alone. */
  readonly nodes: ReadonlyArray<ProductVariant>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A variant in a list. */
export type ProductVariantEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The variant. */
  readonly node: ProductVariant;
};

/** How many pieces of a variant there are, over all locations. */
export type VariantStock = {
  /** Pieces that can be ordered now: on hand and not reserved. */
  readonly available: Scalars['Int']['output'];
  /** Pieces in the house. Roles: admin, customer-service, order-manager; others get null and FORBIDDEN. */
  readonly onHand?: Maybe<Scalars['Int']['output']>;
  /** Pieces set aside for orders. Roles: admin, customer-service, order-manager; others get null and FORBIDDEN. */
  readonly reserved?: Maybe<Scalars['Int']['output']>;
  /** The same per location, by code; a location that never had any is left out. Roles: admin, customer-service, order-manager; others get null and FORBIDDEN. */
  readonly levels?: Maybe<ReadonlyArray<StockLevel>>;
};

/** How many pieces of a variant there are at one location. `onHand` is the sum of the level's movements. */
export type StockLevel = {
  /** Where. */
  readonly location: StockLocation;
  /** Pieces at the location, at most 10000000. */
  readonly onHand: Scalars['Int']['output'];
  /** Pieces of them set aside for orders: never more than `onHand`. */
  readonly reserved: Scalars['Int']['output'];
  /** `onHand` less `reserved`. */
  readonly available: Scalars['Int']['output'];
  /** Rises with each change of the level; pass it as `expectedVersion` of `adjustStock`. */
  readonly version: Scalars['Int']['output'];
};

/** Where stock is kept. Employees only. */
export type StockLocation = Node & {
  readonly id: Scalars['ID']['output'];
  /** Short name, 1 to 20 characters, unique within the tenant in any case. `MAIN` is made when stock is first kept without naming a location. */
  readonly code: Scalars['String']['output'];
  /** Its name, 1 to 100 characters. */
  readonly name: Scalars['String']['output'];
};

/** A page of locations. */
export type StockLocationConnection = {
  /** Locations with their cursors. */
  readonly edges: ReadonlyArray<StockLocationEdge>;
  /** The locations alone. */
  readonly nodes: ReadonlyArray<StockLocation>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A location in a list. */
export type StockLocationEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The location. */
  readonly node: StockLocation;
};

/** Why stock moved. */
export type StockMovementReason =
  /** Counted when the variant was entered or imported. */
  | 'INITIAL'
  /** Delivered by a supplier or made. */
  | 'RECEIPT'
  /** Came back from a buyer. */
  | 'RETURN'
  /** A count found another number. */
  | 'CORRECTION'
  /** Broken or spoiled. */
  | 'DAMAGE'
  /** Stolen or missing. */
  | 'LOSS'
  /** Left for a buyer. */
  | 'SHIPMENT';

/** A change of what is on hand. Entries are only ever added. */
export type StockMovement = Node & {
  readonly id: Scalars['ID']['output'];
  /** Of what. */
  readonly productVariant: ProductVariant;
  /** Where. */
  readonly location: StockLocation;
  /** Pieces that came; negative when they left; never 0. */
  readonly quantity: Scalars['Int']['output'];
  /** Why. */
  readonly reason: StockMovementReason;
  /** Id of what caused it, for SHIPMENT the order's; null where there is none. */
  readonly reference?: Maybe<Scalars['String']['output']>;
  /** What was noted, in free words, at most 500 characters. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** When. */
  readonly occurredAt: Scalars['DateTime']['output'];
};

/** A page of movements. */
export type StockMovementConnection = {
  /** Movements with their cursors. */
  readonly edges: ReadonlyArray<StockMovementEdge>;
  /** The movements alone. */
  readonly nodes: ReadonlyArray<StockMovement>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A movement in a list. */
export type StockMovementEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The movement. */
  readonly node: StockMovement;
};

/** A shelf that products are listed on. Its products: `products(where: {categoryId: {in: [id]}})`. */
export type Category = Node & {
  readonly id: Scalars['ID']['output'];
  /** Its name, 1 to 100 characters, unique within the tenant in any case. With a locale: as translated, like the names of products. */
  readonly name: Scalars['String']['output'];
};


/** A shelf that products are listed on. Its products: `products(where: {categoryId: {in: [id]}})`. */
export type CategoryNameArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};

/** A page of categories. */
export type CategoryConnection = {
  /** Categories with their cursors. */
  readonly edges: ReadonlyArray<CategoryEdge>;
  /** The categories alone. */
  readonly nodes: ReadonlyArray<Category>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A category in a list. */
export type CategoryEdge = {
  /** Pass as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The category. */
  readonly node: Category;
};

/** Which products: every condition given must hold. At most 50 filters, 5 levels deep. */
export type ProductWhereInput = {
  /** All of these. */
  readonly AND?: InputMaybe<ReadonlyArray<ProductWhereInput>>;
  /** At least one of these. */
  readonly OR?: InputMaybe<ReadonlyArray<ProductWhereInput>>;
  /** Not this. */
  readonly NOT?: InputMaybe<ProductWhereInput>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By kind. */
  readonly kind?: InputMaybe<ProductKindFilter>;
  /** By category: listed in one of these. */
  readonly categoryId?: InputMaybe<IdFilter>;
  /** By status. Clients and partners find PUBLISHED products only, whatever they ask for. */
  readonly status?: InputMaybe<ProductStatusFilter>;
  /** By the SKU of one of its variants, in any case. */
  readonly sku?: InputMaybe<TextFilter>;
  /** By its own name (not a translation), in any case. */
  readonly name?: InputMaybe<TextFilter>;
  /** By time of entry. */
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  /** By price of one of its variants. */
  readonly price?: InputMaybe<ProductPriceFilter>;
};

/** By kind. */
export type ProductKindFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<ProductKind>>;
};

/** By status. */
export type ProductStatusFilter = {
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<ProductStatus>>;
};

/** By price: one of the product's variants has one that meets every condition given. Without bounds: has one in the currency at all. */
export type ProductPriceFilter = {
  /** Which currency; the tenant's own when left out. */
  readonly currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** At least, in minor units. */
  readonly gte?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Less than, in minor units. */
  readonly lt?: InputMaybe<Scalars['SafeInt']['input']>;
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

/** How products are sorted; ties by id. */
export type ProductOrderInput = {
  /** By what. */
  readonly field: ProductOrderField;
  /** Which way. */
  readonly direction: SortDirection;
};

/** What products can be sorted by. */
export type ProductOrderField =
  /** How well it matches `search`: DESC is the best first. Without a search: by name, whatever the direction. */
  | 'RELEVANCE'
  /** Name, in any case, by code point. */
  | 'NAME'
  /** Time of entry. */
  | 'CREATED_AT';

export type Query = {
  /** The product, or null when it does not exist; clients and partners: or is not PUBLISHED. Roles: all. */
  readonly product?: Maybe<Product>;
  /** The variant, or null when it does not exist; clients and partners: or its product is not PUBLISHED. Roles: all. */
  readonly productVariant?: Maybe<ProductVariant>;
  /** The variant with this SKU in any case, or null, as `productVariant`. Roles: all. */
  readonly productVariantBySku?: Maybe<ProductVariant>;
  /**
   * Products, unless sorted otherwise the best match first, or by name where nothing is searched for. Without `first` or `last`: the
   * first 20; at most 100. Roles: all; clients and partners: PUBLISHED ones.
   *
   * `search`, at most 200 characters, finds products that have each of its words, or longer ones that begin with it, in their name, SKUs,
   * names of variants, description or a translation, whatever the case and the accents. Best is who has that SKU, then that name, then all
   * words in its name. When there is no such product, words of similar spelling count too.
   */
  readonly products: ProductConnection;
  /** Categories, by name. Without `first` or `last`: the first 20; at most 100. Roles: all. */
  readonly categories: CategoryConnection;
  /** Where stock is kept, by code. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. */
  readonly stockLocations: StockLocationConnection;
  /** What came and left of a variant, newest first; empty when there is no such variant. Without `first` or `last`: the first 20; at most 100. Roles: admin, customer-service, order-manager. */
  readonly stockMovements: StockMovementConnection;
  /** For services: up to `first` (at most 500) events of a topic after number `afterSeq`. */
  readonly _events: _EventPage;
};


export type QueryProductArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProductVariantArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProductVariantBySkuArgs = {
  sku: Scalars['String']['input'];
};


export type QueryProductsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  where?: InputMaybe<ProductWhereInput>;
  orderBy?: InputMaybe<ProductOrderInput>;
};


export type QueryCategoriesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryStockLocationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryStockMovementsArgs = {
  variantId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
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
  /** Enters a product with its variants and prices. Roles: admin. */
  readonly createProduct: CreateProductPayload;
  /** Changes what is given of a product and leaves the rest; changing nothing keeps its version. Roles: admin. */
  readonly updateProduct: UpdateProductPayload;
  /** Adds a variant to a product. Roles: admin. */
  readonly addProductVariant: AddProductVariantPayload;
  /** Changes what is given of a variant and leaves the rest; changing nothing keeps the product's version. Roles: admin. */
  readonly updateProductVariant: UpdateProductVariantPayload;
  /** Sets what a product is called and how it is described in one locale; both null removes the translation. Changing nothing keeps the product's version. Roles: admin. */
  readonly setProductTranslation: SetProductTranslationPayload;
  /** Sets all media of a product, in the order to show them. Those whose address stays keep their id; changing nothing keeps the product's version. Roles: admin. */
  readonly setProductMedia: SetProductMediaPayload;
  /** Sets what a category is called in one locale; null removes the translation. Roles: admin. */
  readonly setCategoryTranslation: SetCategoryTranslationPayload;
  /** Makes a category. Roles: admin. */
  readonly createCategory: CreateCategoryPayload;
  /** Makes a location to keep stock at. Roles: admin. */
  readonly createStockLocation: CreateStockLocationPayload;
  /** Records that pieces came or left other than by shipping. Roles: admin, order-manager. */
  readonly adjustStock: AdjustStockPayload;
  /**
   * For services: fixes the prices of what an order wants and sets its stock aside, all of it or nothing. The key is the
   * order: a repeat gets the same answer and sets nothing aside again; a refusal is not remembered. Services need no stock.
   */
  readonly _reserveStock: _ReserveStockPayload;
  /**
   * For services: gives back what is still set aside for an order, and closes it: a reservation that arrives later is
   * refused with RESERVATION_CLOSED. May be repeated, and may come first.
   */
  readonly _releaseStock: _ReleaseStockPayload;
  /**
   * For services: takes what left for a buyer off the stock: what was set aside for the order, then what is available, never
   * more than there is. The key is the shipment: a repeat gets the same answer and takes nothing again. Services and unknown
   * variants are passed over.
   */
  readonly _shipStock: _ShipStockPayload;
  /** For services: takes over up to 250 products of one variant each. A SKU that exists is left as it is; repeating imports nothing twice. */
  readonly _importProducts: _ImportProductsPayload;
};


export type MutationCreateProductArgs = {
  input: CreateProductInput;
};


export type MutationUpdateProductArgs = {
  input: UpdateProductInput;
};


export type MutationAddProductVariantArgs = {
  input: AddProductVariantInput;
};


export type MutationUpdateProductVariantArgs = {
  input: UpdateProductVariantInput;
};


export type MutationSetProductTranslationArgs = {
  input: SetProductTranslationInput;
};


export type MutationSetProductMediaArgs = {
  input: SetProductMediaInput;
};


export type MutationSetCategoryTranslationArgs = {
  input: SetCategoryTranslationInput;
};


export type MutationCreateCategoryArgs = {
  input: CreateCategoryInput;
};


export type MutationCreateStockLocationArgs = {
  input: CreateStockLocationInput;
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};


export type Mutation_ReserveStockArgs = {
  input: _ReserveStockInput;
};


export type Mutation_ReleaseStockArgs = {
  input: _ReleaseStockInput;
};


export type Mutation_ShipStockArgs = {
  input: _ShipStockInput;
};


export type Mutation_ImportProductsArgs = {
  input: _ImportProductsInput;
};

/** Price of one piece. */
export type PriceInput = {
  /** The amount in minor units of the currency: 0 or more. */
  readonly amountMinor: Scalars['SafeInt']['input'];
  /** Its currency. */
  readonly currency: Scalars['CurrencyCode']['input'];
};

/** What to enter. */
export type CreateProductInput = {
  /** 1 to 255 characters, unique per request: a repeat with the same key and input gets the same answer and changes nothing. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** What kind of thing it is; cannot be changed later. */
  readonly kind: ProductKind;
  /** 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** At most 5000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** DRAFT or PUBLISHED; DRAFT when left out. */
  readonly status?: InputMaybe<ProductStatus>;
  /** Where to list it: at most 20 categories. */
  readonly categoryIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** 1 to 100 variants with different SKUs. */
  readonly variants: ReadonlyArray<CreateProductVariantInput>;
};

/** A variant to enter. */
export type CreateProductVariantInput = {
  /** 1 to 64 characters, unique within the tenant in any case; cannot be changed later. */
  readonly sku: Scalars['String']['input'];
  /** At most 100 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** At most 20, one per currency. */
  readonly prices?: InputMaybe<ReadonlyArray<PriceInput>>;
};

/** What became of entering a product. */
export type CreateProductPayload = {
  /** The product; null when `userErrors` is not empty. */
  readonly product?: Maybe<Product>;
  /** Why nothing was entered; empty on success. */
  readonly userErrors: ReadonlyArray<CreateProductError>;
};

/** Why a product was not entered. */
export type CreateProductError = UserError & {
  /** What kind of failure. */
  readonly code: CreateProductErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a product was not entered. */
export type CreateProductErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another variant has this SKU. */
  | 'SKU_TAKEN'
  /** There is no such category. */
  | 'CATEGORY_NOT_FOUND';

/** What to change of a product. What is left out stays. */
export type UpdateProductInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which product. */
  readonly productId: Scalars['ID']['input'];
  /** Refuse when the product has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 200 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** At most 5000 characters; null removes it. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** DRAFT to PUBLISHED or ARCHIVED, PUBLISHED to ARCHIVED, ARCHIVED to PUBLISHED. */
  readonly status?: InputMaybe<ProductStatus>;
  /** Where to list it from now on: at most 20 categories. */
  readonly categoryIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** What became of changing a product. */
export type UpdateProductPayload = {
  /** The product as it is now; null when there is none. */
  readonly product?: Maybe<Product>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateProductError>;
};

/** Why a product was not changed. */
export type UpdateProductError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateProductErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a product was not changed. */
export type UpdateProductErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such product. */
  | 'PRODUCT_NOT_FOUND'
  /** There is no such category. */
  | 'CATEGORY_NOT_FOUND'
  /** Another request changed the product first: read it again, then retry. */
  | 'VERSION_CONFLICT'
  /** The product cannot go to that status from where it is. */
  | 'ILLEGAL_TRANSITION';

/** A variant to add. */
export type AddProductVariantInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** To which product. */
  readonly productId: Scalars['ID']['input'];
  /** Refuse when the product has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 64 characters, unique within the tenant in any case; cannot be changed later. */
  readonly sku: Scalars['String']['input'];
  /** At most 100 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** At most 20, one per currency. */
  readonly prices?: InputMaybe<ReadonlyArray<PriceInput>>;
};

/** What became of adding a variant. */
export type AddProductVariantPayload = {
  /** The variant; null when `userErrors` is not empty. */
  readonly productVariant?: Maybe<ProductVariant>;
  /** The product as it is now; null when there is none. */
  readonly product?: Maybe<Product>;
  /** Why nothing was added; empty on success. */
  readonly userErrors: ReadonlyArray<AddProductVariantError>;
};

/** Why a variant was not added. */
export type AddProductVariantError = UserError & {
  /** What kind of failure. */
  readonly code: AddProductVariantErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a variant was not added. */
export type AddProductVariantErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such product. */
  | 'PRODUCT_NOT_FOUND'
  /** Another variant has this SKU. */
  | 'SKU_TAKEN'
  /** Another request changed the product first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** What to change of a variant. What is left out stays. */
export type UpdateProductVariantInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which variant. */
  readonly variantId: Scalars['ID']['input'];
  /** Refuse when the variant's product has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** At most 100 characters; null removes it. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Its prices from now on: at most 20, one per currency. */
  readonly prices?: InputMaybe<ReadonlyArray<PriceInput>>;
};

/** What became of changing a variant. */
export type UpdateProductVariantPayload = {
  /** The variant as it is now; null when there is none. */
  readonly productVariant?: Maybe<ProductVariant>;
  /** Its product as it is now; null when there is none. */
  readonly product?: Maybe<Product>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<UpdateProductVariantError>;
};

/** Why a variant was not changed. */
export type UpdateProductVariantError = UserError & {
  /** What kind of failure. */
  readonly code: UpdateProductVariantErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a variant was not changed. */
export type UpdateProductVariantErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such variant. */
  | 'VARIANT_NOT_FOUND'
  /** Another request changed the product or one of its variants first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** A product's texts in one locale. */
export type SetProductTranslationInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which product. */
  readonly productId: Scalars['ID']['input'];
  /** Refuse when the product has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** A BCP 47 tag of at most 35 characters, for example `de-AT`; kept in its canonical spelling. */
  readonly locale: Scalars['String']['input'];
  /** 1 to 200 characters; when null or left out, the next more general locale's. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** At most 5000 characters; when null or left out, the next more general locale's. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
};

/** What became of translating a product. */
export type SetProductTranslationPayload = {
  /** The product as it is now; null when there is none. */
  readonly product?: Maybe<Product>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<SetProductTranslationError>;
};

/** Why a product was not translated. */
export type SetProductTranslationError = UserError & {
  /** What kind of failure. */
  readonly code: SetProductTranslationErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a product was not translated. */
export type SetProductTranslationErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such product. */
  | 'PRODUCT_NOT_FOUND'
  /** Another request changed the product first: read it again, then retry. */
  | 'VERSION_CONFLICT'
  /** The product has translations into 50 other locales. */
  | 'TOO_MANY_TRANSLATIONS';

/** All media of a product. */
export type SetProductMediaInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which product. */
  readonly productId: Scalars['ID']['input'];
  /** Refuse when the product has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Its media from now on, in the order to show them: at most 50, with different addresses. */
  readonly media: ReadonlyArray<ProductMediaInput>;
};

/** A media item of a product. */
export type ProductMediaInput = {
  /** What it is. */
  readonly kind: ProductMediaKind;
  /** Where it is: an https address of at most 2000 characters, without user name and password. */
  readonly url: Scalars['String']['input'];
  /** What to read out where it cannot be seen, at most 300 characters; null when it only decorates. */
  readonly alt?: InputMaybe<Scalars['String']['input']>;
};

/** What became of setting media. */
export type SetProductMediaPayload = {
  /** The product as it is now; null when there is none. */
  readonly product?: Maybe<Product>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<SetProductMediaError>;
};

/** Why media were not set. */
export type SetProductMediaError = UserError & {
  /** What kind of failure. */
  readonly code: SetProductMediaErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why media were not set. */
export type SetProductMediaErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such product. */
  | 'PRODUCT_NOT_FOUND'
  /** Another request changed the product first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** A category's name in one locale. */
export type SetCategoryTranslationInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Which category. */
  readonly categoryId: Scalars['ID']['input'];
  /** A BCP 47 tag of at most 35 characters, for example `de-AT`; kept in its canonical spelling. */
  readonly locale: Scalars['String']['input'];
  /** 1 to 100 characters; null removes the translation. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** What became of translating a category. */
export type SetCategoryTranslationPayload = {
  /** The category; null when there is none. */
  readonly category?: Maybe<Category>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<SetCategoryTranslationError>;
};

/** Why a category was not translated. */
export type SetCategoryTranslationError = UserError & {
  /** What kind of failure. */
  readonly code: SetCategoryTranslationErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a category was not translated. */
export type SetCategoryTranslationErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such category. */
  | 'CATEGORY_NOT_FOUND'
  /** The category has translations into 50 other locales. */
  | 'TOO_MANY_TRANSLATIONS';

/** A category to make. */
export type CreateCategoryInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** 1 to 100 characters, unique within the tenant in any case. */
  readonly name: Scalars['String']['input'];
};

/** What became of making a category. */
export type CreateCategoryPayload = {
  /** The category; with NAME_TAKEN the one that has the name. */
  readonly category?: Maybe<Category>;
  /** Why nothing was made; empty on success. */
  readonly userErrors: ReadonlyArray<CreateCategoryError>;
};

/** Why a category was not made. */
export type CreateCategoryError = UserError & {
  /** What kind of failure. */
  readonly code: CreateCategoryErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a category was not made. */
export type CreateCategoryErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another category has this name. */
  | 'NAME_TAKEN';

/** A location to make. */
export type CreateStockLocationInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** 1 to 20 letters, digits, `-` or `_`, unique within the tenant in any case. */
  readonly code: Scalars['String']['input'];
  /** 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
};

/** What became of making a location. */
export type CreateStockLocationPayload = {
  /** The location; with CODE_TAKEN the one that has the code. */
  readonly stockLocation?: Maybe<StockLocation>;
  /** Why nothing was made; empty on success. */
  readonly userErrors: ReadonlyArray<CreateStockLocationError>;
};

/** Why a location was not made. */
export type CreateStockLocationError = UserError & {
  /** What kind of failure. */
  readonly code: CreateStockLocationErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why a location was not made. */
export type CreateStockLocationErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another location has this code. */
  | 'CODE_TAKEN';

/** Why stock is adjusted. */
export type StockAdjustmentReason =
  /** Delivered by a supplier or made. */
  | 'RECEIPT'
  /** Came back from a buyer. */
  | 'RETURN'
  /** A count found another number. */
  | 'CORRECTION'
  /** Broken or spoiled. */
  | 'DAMAGE'
  /** Stolen or missing. */
  | 'LOSS';

/** What came or left. */
export type AdjustStockInput = {
  /** 1 to 255 characters, unique per request. */
  readonly idempotencyKey: Scalars['ID']['input'];
  /** Of what. */
  readonly variantId: Scalars['ID']['input'];
  /** Where; the location `MAIN` when left out, which is made if there is none. */
  readonly locationId?: InputMaybe<Scalars['ID']['input']>;
  /** Refuse when the level has another version by now; 0 for one that never had any. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Pieces that came, negative when they left: -10000000 to 10000000, not 0. */
  readonly delta: Scalars['Int']['input'];
  /** Why. */
  readonly reason: StockAdjustmentReason;
  /** Kept with the movement, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What became of adjusting stock. */
export type AdjustStockPayload = {
  /** The level as it is now; null when there is none. */
  readonly stockLevel?: Maybe<StockLevel>;
  /** The variant; null when there is none. */
  readonly productVariant?: Maybe<ProductVariant>;
  /** Why nothing was changed; empty on success. */
  readonly userErrors: ReadonlyArray<AdjustStockError>;
};

/** Why stock was not adjusted. */
export type AdjustStockError = UserError & {
  /** What kind of failure. */
  readonly code: AdjustStockErrorCode;
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly message: Scalars['String']['output'];
};

/** Why stock was not adjusted. */
export type AdjustStockErrorCode =
  /** A field breaks its rule. */
  | 'INVALID_INPUT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** There is no such variant. */
  | 'VARIANT_NOT_FOUND'
  /** There is no such location. */
  | 'LOCATION_NOT_FOUND'
  /** The variant is a service: no stock is kept of it. */
  | 'STOCK_NOT_KEPT'
  /** Fewer pieces would be left than are reserved. */
  | 'INSUFFICIENT_STOCK'
  /** Another request changed the level first: read it again, then retry. */
  | 'VERSION_CONFLICT';

/** For services: what an order wants. */
export type _ReserveStockInput = {
  /** The order: the key of the reservation. */
  readonly orderId: Scalars['ID']['input'];
  /** Currency of the prices; the tenant's own when left out. */
  readonly currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** 1 to 1000 lines; a variant may repeat. */
  readonly lines: ReadonlyArray<_StockLineInput>;
};

/** For services: so many of a variant. */
export type _StockLineInput = {
  /** What. */
  readonly variantId: Scalars['ID']['input'];
  /** How many: 1 to 1000000. */
  readonly quantity: Scalars['Int']['input'];
};

/** For services: what was set aside, or why nothing was. */
export type _ReserveStockPayload = {
  /** Currency of the prices. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** One for each variant wanted, in the order of first mention; empty when `userErrors` is not. */
  readonly lines: ReadonlyArray<_ReservedLine>;
  /** One for each variant at fault; empty on success. */
  readonly userErrors: ReadonlyArray<_ReserveStockError>;
};

/** For services: a variant as it is sold now; a repeat shows it as it was the first time. */
export type _ReservedLine = {
  /** Which variant. */
  readonly variantId: Scalars['ID']['output'];
  /** Its stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** Names of product and variant. */
  readonly title: Scalars['String']['output'];
  /** What kind of thing it is. */
  readonly kind: ProductKind;
  /** Price of one. */
  readonly unitPrice: Money;
};

/** For services: why nothing was set aside. */
export type _ReserveStockError = {
  /** What kind of failure. */
  readonly code: _ReserveStockErrorCode;
  /** The variant at fault, as given; null for RESERVATION_CLOSED. */
  readonly variantId?: Maybe<Scalars['ID']['output']>;
  /** A sentence for people, without secrets. */
  readonly message: Scalars['String']['output'];
};

/** For services: why nothing was set aside. */
export type _ReserveStockErrorCode =
  /** There is no such variant, or it is not PUBLISHED. */
  | 'VARIANT_NOT_FOUND'
  /** The variant has no price in the currency. */
  | 'PRICE_NOT_FOUND'
  /** Not enough of it is available. */
  | 'INSUFFICIENT_STOCK'
  /** The order's reservation was released: it cannot be reserved for again. */
  | 'RESERVATION_CLOSED';

/** For services: whose stock to give back. */
export type _ReleaseStockInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** For services: what became of it. */
export type _ReleaseStockPayload = {
  /** True: nothing is set aside for the order, and nothing will be. A repeat answers the same. */
  readonly released: Scalars['Boolean']['output'];
};

/** For services: what left for a buyer. */
export type _ShipStockInput = {
  /** 1 to 255 characters: the key of the shipment. */
  readonly shipmentId: Scalars['ID']['input'];
  /** The order it belongs to. */
  readonly orderId: Scalars['ID']['input'];
  /** 1 to 1000 lines; a variant may repeat. */
  readonly lines: ReadonlyArray<_StockLineInput>;
};

/** For services: what was taken off the stock. */
export type _ShipStockPayload = {
  /** Pieces taken, over all lines. */
  readonly shipped: Scalars['Int']['output'];
  /** Pieces that left although the stock did not know them, over all lines. */
  readonly short: Scalars['Int']['output'];
  /** The same for each good, in the order of first mention. */
  readonly lines: ReadonlyArray<_ShippedLine>;
};

/** For services: what was taken of one variant. */
export type _ShippedLine = {
  /** Which variant. */
  readonly variantId: Scalars['ID']['output'];
  /** Pieces taken. */
  readonly shipped: Scalars['Int']['output'];
  /** Pieces the stock did not know. */
  readonly short: Scalars['Int']['output'];
};

/** For services: products of another system. */
export type _ImportProductsInput = {
  /** 1 to 250 products. */
  readonly products: ReadonlyArray<_ImportProductInput>;
};

/** For services: a product of one variant, as it is elsewhere. Its natural key is the SKU, in any case. */
export type _ImportProductInput = {
  /** The caller's own key; it comes back with the ids. */
  readonly importKey: Scalars['String']['input'];
  /** 1 to 64 characters; the first spelling is kept. */
  readonly sku: Scalars['String']['input'];
  /** 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** What kind of thing it is. */
  readonly kind: ProductKind;
  /** At most 5000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Where to list it: at most 20 names; categories that do not exist are made. */
  readonly categoryNames?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** At most 20, one per currency. */
  readonly prices?: InputMaybe<ReadonlyArray<PriceInput>>;
  /** Pieces at the location `MAIN`; none when left out; passed over for services. */
  readonly onHand?: InputMaybe<Scalars['Int']['input']>;
  /** Whether it is for sale; PUBLISHED when left out. */
  readonly status?: InputMaybe<ProductStatus>;
};

/** For services: what became of the products. */
export type _ImportProductsPayload = {
  /** One for each product given, in the same sequence. */
  readonly results: ReadonlyArray<_ImportProductResult>;
};

/** For services: what became of one product. */
export type _ImportProductResult = {
  /** As given. */
  readonly importKey: Scalars['String']['output'];
  /** The product that has the SKU. */
  readonly productId: Scalars['ID']['output'];
  /** The variant that has the SKU. */
  readonly variantId: Scalars['ID']['output'];
  /** False when the SKU existed before, or came earlier in the same call. */
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
  Product: Product;
  ProductVariant: ProductVariant;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
  ProductVariant:
    ( { __typename: 'ProductVariant' }
    & GraphQLRecursivePick<FederationTypes['ProductVariant'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ProductMapper )
    | ( ProductMediaMapper )
    | ( ProductVariantMapper )
    | ( StockLocationMapper )
    | ( StockMovementMapper )
    | ( CategoryMapper )
  ;
  UserError:
    | ( CreateProductError )
    | ( UpdateProductError )
    | ( AddProductVariantError )
    | ( UpdateProductVariantError )
    | ( SetProductTranslationError )
    | ( SetProductMediaError )
    | ( SetCategoryTranslationError )
    | ( CreateCategoryError )
    | ( CreateStockLocationError )
    | ( AdjustStockError )
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
  ProductKind: ProductKind;
  ProductStatus: ProductStatus;
  Product: ResolverTypeWrapper<ProductMapper>;
  ProductTranslation: ResolverTypeWrapper<ProductTranslation>;
  ProductMediaKind: ProductMediaKind;
  ProductMedia: ResolverTypeWrapper<ProductMediaMapper>;
  ProductMediaConnection: ResolverTypeWrapper<Omit<ProductMediaConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProductMediaEdge']>, nodes: ReadonlyArray<ResolversTypes['ProductMedia']> }>;
  ProductMediaEdge: ResolverTypeWrapper<Omit<ProductMediaEdge, 'node'> & { node: ResolversTypes['ProductMedia'] }>;
  ProductConnection: ResolverTypeWrapper<ProductConnectionMapper>;
  ProductFacet: ResolverTypeWrapper<ProductFacet>;
  ProductFacetField: ProductFacetField;
  ProductFacetValue: ResolverTypeWrapper<ProductFacetValue>;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  ProductVariant: ResolverTypeWrapper<ProductVariantMapper>;
  ProductVariantConnection: ResolverTypeWrapper<Omit<ProductVariantConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProductVariantEdge']>, nodes: ReadonlyArray<ResolversTypes['ProductVariant']> }>;
  ProductVariantEdge: ResolverTypeWrapper<Omit<ProductVariantEdge, 'node'> & { node: ResolversTypes['ProductVariant'] }>;
  VariantStock: ResolverTypeWrapper<VariantStockMapper>;
  StockLevel: ResolverTypeWrapper<StockLevelMapper>;
  StockLocation: ResolverTypeWrapper<StockLocationMapper>;
  StockLocationConnection: ResolverTypeWrapper<Omit<StockLocationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['StockLocationEdge']>, nodes: ReadonlyArray<ResolversTypes['StockLocation']> }>;
  StockLocationEdge: ResolverTypeWrapper<Omit<StockLocationEdge, 'node'> & { node: ResolversTypes['StockLocation'] }>;
  StockMovementReason: StockMovementReason;
  StockMovement: ResolverTypeWrapper<StockMovementMapper>;
  StockMovementConnection: ResolverTypeWrapper<Omit<StockMovementConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['StockMovementEdge']>, nodes: ReadonlyArray<ResolversTypes['StockMovement']> }>;
  StockMovementEdge: ResolverTypeWrapper<Omit<StockMovementEdge, 'node'> & { node: ResolversTypes['StockMovement'] }>;
  Category: ResolverTypeWrapper<CategoryMapper>;
  CategoryConnection: ResolverTypeWrapper<Omit<CategoryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CategoryEdge']>, nodes: ReadonlyArray<ResolversTypes['Category']> }>;
  CategoryEdge: ResolverTypeWrapper<Omit<CategoryEdge, 'node'> & { node: ResolversTypes['Category'] }>;
  ProductWhereInput: ProductWhereInput;
  ProductKindFilter: ProductKindFilter;
  ProductStatusFilter: ProductStatusFilter;
  ProductPriceFilter: ProductPriceFilter;
  TextFilter: TextFilter;
  IdFilter: IdFilter;
  DateTimeFilter: DateTimeFilter;
  ProductOrderInput: ProductOrderInput;
  ProductOrderField: ProductOrderField;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  _EventPage: ResolverTypeWrapper<_EventPage>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PriceInput: PriceInput;
  CreateProductInput: CreateProductInput;
  CreateProductVariantInput: CreateProductVariantInput;
  CreateProductPayload: ResolverTypeWrapper<Omit<CreateProductPayload, 'product'> & { product?: Maybe<ResolversTypes['Product']> }>;
  CreateProductError: ResolverTypeWrapper<CreateProductError>;
  CreateProductErrorCode: CreateProductErrorCode;
  UpdateProductInput: UpdateProductInput;
  UpdateProductPayload: ResolverTypeWrapper<Omit<UpdateProductPayload, 'product'> & { product?: Maybe<ResolversTypes['Product']> }>;
  UpdateProductError: ResolverTypeWrapper<UpdateProductError>;
  UpdateProductErrorCode: UpdateProductErrorCode;
  AddProductVariantInput: AddProductVariantInput;
  AddProductVariantPayload: ResolverTypeWrapper<Omit<AddProductVariantPayload, 'productVariant' | 'product'> & { productVariant?: Maybe<ResolversTypes['ProductVariant']>, product?: Maybe<ResolversTypes['Product']> }>;
  AddProductVariantError: ResolverTypeWrapper<AddProductVariantError>;
  AddProductVariantErrorCode: AddProductVariantErrorCode;
  UpdateProductVariantInput: UpdateProductVariantInput;
  UpdateProductVariantPayload: ResolverTypeWrapper<Omit<UpdateProductVariantPayload, 'productVariant' | 'product'> & { productVariant?: Maybe<ResolversTypes['ProductVariant']>, product?: Maybe<ResolversTypes['Product']> }>;
  UpdateProductVariantError: ResolverTypeWrapper<UpdateProductVariantError>;
  UpdateProductVariantErrorCode: UpdateProductVariantErrorCode;
  SetProductTranslationInput: SetProductTranslationInput;
  SetProductTranslationPayload: ResolverTypeWrapper<Omit<SetProductTranslationPayload, 'product'> & { product?: Maybe<ResolversTypes['Product']> }>;
  SetProductTranslationError: ResolverTypeWrapper<SetProductTranslationError>;
  SetProductTranslationErrorCode: SetProductTranslationErrorCode;
  SetProductMediaInput: SetProductMediaInput;
  ProductMediaInput: ProductMediaInput;
  SetProductMediaPayload: ResolverTypeWrapper<Omit<SetProductMediaPayload, 'product'> & { product?: Maybe<ResolversTypes['Product']> }>;
  SetProductMediaError: ResolverTypeWrapper<SetProductMediaError>;
  SetProductMediaErrorCode: SetProductMediaErrorCode;
  SetCategoryTranslationInput: SetCategoryTranslationInput;
  SetCategoryTranslationPayload: ResolverTypeWrapper<Omit<SetCategoryTranslationPayload, 'category'> & { category?: Maybe<ResolversTypes['Category']> }>;
  SetCategoryTranslationError: ResolverTypeWrapper<SetCategoryTranslationError>;
  SetCategoryTranslationErrorCode: SetCategoryTranslationErrorCode;
  CreateCategoryInput: CreateCategoryInput;
  CreateCategoryPayload: ResolverTypeWrapper<Omit<CreateCategoryPayload, 'category'> & { category?: Maybe<ResolversTypes['Category']> }>;
  CreateCategoryError: ResolverTypeWrapper<CreateCategoryError>;
  CreateCategoryErrorCode: CreateCategoryErrorCode;
  CreateStockLocationInput: CreateStockLocationInput;
  CreateStockLocationPayload: ResolverTypeWrapper<Omit<CreateStockLocationPayload, 'stockLocation'> & { stockLocation?: Maybe<ResolversTypes['StockLocation']> }>;
  CreateStockLocationError: ResolverTypeWrapper<CreateStockLocationError>;
  CreateStockLocationErrorCode: CreateStockLocationErrorCode;
  StockAdjustmentReason: StockAdjustmentReason;
  AdjustStockInput: AdjustStockInput;
  AdjustStockPayload: ResolverTypeWrapper<Omit<AdjustStockPayload, 'stockLevel' | 'productVariant'> & { stockLevel?: Maybe<ResolversTypes['StockLevel']>, productVariant?: Maybe<ResolversTypes['ProductVariant']> }>;
  AdjustStockError: ResolverTypeWrapper<AdjustStockError>;
  AdjustStockErrorCode: AdjustStockErrorCode;
  _ReserveStockInput: _ReserveStockInput;
  _StockLineInput: _StockLineInput;
  _ReserveStockPayload: ResolverTypeWrapper<Omit<_ReserveStockPayload, 'lines'> & { lines: ReadonlyArray<ResolversTypes['_ReservedLine']> }>;
  _ReservedLine: ResolverTypeWrapper<Omit<_ReservedLine, 'unitPrice'> & { unitPrice: ResolversTypes['Money'] }>;
  _ReserveStockError: ResolverTypeWrapper<_ReserveStockError>;
  _ReserveStockErrorCode: _ReserveStockErrorCode;
  _ReleaseStockInput: _ReleaseStockInput;
  _ReleaseStockPayload: ResolverTypeWrapper<_ReleaseStockPayload>;
  _ShipStockInput: _ShipStockInput;
  _ShipStockPayload: ResolverTypeWrapper<_ShipStockPayload>;
  _ShippedLine: ResolverTypeWrapper<_ShippedLine>;
  _ImportProductsInput: _ImportProductsInput;
  _ImportProductInput: _ImportProductInput;
  _ImportProductsPayload: ResolverTypeWrapper<_ImportProductsPayload>;
  _ImportProductResult: ResolverTypeWrapper<_ImportProductResult>;
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
  Product: ProductMapper;
  ProductTranslation: ProductTranslation;
  ProductMedia: ProductMediaMapper;
  ProductMediaConnection: Omit<ProductMediaConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProductMediaEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ProductMedia']> };
  ProductMediaEdge: Omit<ProductMediaEdge, 'node'> & { node: ResolversParentTypes['ProductMedia'] };
  ProductConnection: ProductConnectionMapper;
  ProductFacet: ProductFacet;
  ProductFacetValue: ProductFacetValue;
  ProductEdge: Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  ProductVariant: ProductVariantMapper;
  ProductVariantConnection: Omit<ProductVariantConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProductVariantEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ProductVariant']> };
  ProductVariantEdge: Omit<ProductVariantEdge, 'node'> & { node: ResolversParentTypes['ProductVariant'] };
  VariantStock: VariantStockMapper;
  StockLevel: StockLevelMapper;
  StockLocation: StockLocationMapper;
  StockLocationConnection: Omit<StockLocationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['StockLocationEdge']>, nodes: ReadonlyArray<ResolversParentTypes['StockLocation']> };
  StockLocationEdge: Omit<StockLocationEdge, 'node'> & { node: ResolversParentTypes['StockLocation'] };
  StockMovement: StockMovementMapper;
  StockMovementConnection: Omit<StockMovementConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['StockMovementEdge']>, nodes: ReadonlyArray<ResolversParentTypes['StockMovement']> };
  StockMovementEdge: Omit<StockMovementEdge, 'node'> & { node: ResolversParentTypes['StockMovement'] };
  Category: CategoryMapper;
  CategoryConnection: Omit<CategoryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CategoryEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Category']> };
  CategoryEdge: Omit<CategoryEdge, 'node'> & { node: ResolversParentTypes['Category'] };
  ProductWhereInput: ProductWhereInput;
  ProductKindFilter: ProductKindFilter;
  ProductStatusFilter: ProductStatusFilter;
  ProductPriceFilter: ProductPriceFilter;
  TextFilter: TextFilter;
  IdFilter: IdFilter;
  DateTimeFilter: DateTimeFilter;
  ProductOrderInput: ProductOrderInput;
  Query: Record<PropertyKey, never>;
  _EventPage: _EventPage;
  Mutation: Record<PropertyKey, never>;
  PriceInput: PriceInput;
  CreateProductInput: CreateProductInput;
  CreateProductVariantInput: CreateProductVariantInput;
  CreateProductPayload: Omit<CreateProductPayload, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> };
  CreateProductError: CreateProductError;
  UpdateProductInput: UpdateProductInput;
  UpdateProductPayload: Omit<UpdateProductPayload, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> };
  UpdateProductError: UpdateProductError;
  AddProductVariantInput: AddProductVariantInput;
  AddProductVariantPayload: Omit<AddProductVariantPayload, 'productVariant' | 'product'> & { productVariant?: Maybe<ResolversParentTypes['ProductVariant']>, product?: Maybe<ResolversParentTypes['Product']> };
  AddProductVariantError: AddProductVariantError;
  UpdateProductVariantInput: UpdateProductVariantInput;
  UpdateProductVariantPayload: Omit<UpdateProductVariantPayload, 'productVariant' | 'product'> & { productVariant?: Maybe<ResolversParentTypes['ProductVariant']>, product?: Maybe<ResolversParentTypes['Product']> };
  UpdateProductVariantError: UpdateProductVariantError;
  SetProductTranslationInput: SetProductTranslationInput;
  SetProductTranslationPayload: Omit<SetProductTranslationPayload, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> };
  SetProductTranslationError: SetProductTranslationError;
  SetProductMediaInput: SetProductMediaInput;
  ProductMediaInput: ProductMediaInput;
  SetProductMediaPayload: Omit<SetProductMediaPayload, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> };
  SetProductMediaError: SetProductMediaError;
  SetCategoryTranslationInput: SetCategoryTranslationInput;
  SetCategoryTranslationPayload: Omit<SetCategoryTranslationPayload, 'category'> & { category?: Maybe<ResolversParentTypes['Category']> };
  SetCategoryTranslationError: SetCategoryTranslationError;
  CreateCategoryInput: CreateCategoryInput;
  CreateCategoryPayload: Omit<CreateCategoryPayload, 'category'> & { category?: Maybe<ResolversParentTypes['Category']> };
  CreateCategoryError: CreateCategoryError;
  CreateStockLocationInput: CreateStockLocationInput;
  CreateStockLocationPayload: Omit<CreateStockLocationPayload, 'stockLocation'> & { stockLocation?: Maybe<ResolversParentTypes['StockLocation']> };
  CreateStockLocationError: CreateStockLocationError;
  AdjustStockInput: AdjustStockInput;
  AdjustStockPayload: Omit<AdjustStockPayload, 'stockLevel' | 'productVariant'> & { stockLevel?: Maybe<ResolversParentTypes['StockLevel']>, productVariant?: Maybe<ResolversParentTypes['ProductVariant']> };
  AdjustStockError: AdjustStockError;
  _ReserveStockInput: _ReserveStockInput;
  _StockLineInput: _StockLineInput;
  _ReserveStockPayload: Omit<_ReserveStockPayload, 'lines'> & { lines: ReadonlyArray<ResolversParentTypes['_ReservedLine']> };
  _ReservedLine: Omit<_ReservedLine, 'unitPrice'> & { unitPrice: ResolversParentTypes['Money'] };
  _ReserveStockError: _ReserveStockError;
  _ReleaseStockInput: _ReleaseStockInput;
  _ReleaseStockPayload: _ReleaseStockPayload;
  _ShipStockInput: _ShipStockInput;
  _ShipStockPayload: _ShipStockPayload;
  _ShippedLine: _ShippedLine;
  _ImportProductsInput: _ImportProductsInput;
  _ImportProductInput: _ImportProductInput;
  _ImportProductsPayload: _ImportProductsPayload;
  _ImportProductResult: _ImportProductResult;
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

export type NodeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Product' | 'ProductMedia' | 'ProductVariant' | 'StockLocation' | 'StockMovement' | 'Category', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'CreateProductError' | 'UpdateProductError' | 'AddProductVariantError' | 'UpdateProductVariantError' | 'SetProductTranslationError' | 'SetProductMediaError' | 'SetCategoryTranslationError' | 'CreateCategoryError' | 'CreateStockLocationError' | 'AdjustStockError', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amountMinor?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  exponent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProductResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<ProductNameArgs>>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, Partial<ProductDescriptionArgs>>;
  translations?: Resolver<ReadonlyArray<ResolversTypes['ProductTranslation']>, ParentType, ContextType>;
  media?: Resolver<ResolversTypes['ProductMediaConnection'], ParentType, ContextType, Partial<ProductMediaArgs>>;
  status?: Resolver<ResolversTypes['ProductStatus'], ParentType, ContextType>;
  categories?: Resolver<ResolversTypes['CategoryConnection'], ParentType, ContextType, Partial<ProductCategoriesArgs>>;
  variants?: Resolver<ResolversTypes['ProductVariantConnection'], ParentType, ContextType, Partial<ProductVariantsArgs>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductTranslationResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductTranslation'] = ResolversParentTypes['ProductTranslation']> = {
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductMediaResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductMedia'] = ResolversParentTypes['ProductMedia']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProductMediaKind'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  alt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductMediaConnectionResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductMediaConnection'] = ResolversParentTypes['ProductMediaConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductMediaEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ProductMedia']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductMediaEdgeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductMediaEdge'] = ResolversParentTypes['ProductMediaEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProductMedia'], ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  facets?: Resolver<ReadonlyArray<ResolversTypes['ProductFacet']>, ParentType, ContextType>;
};

export type ProductFacetResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductFacet'] = ResolversParentTypes['ProductFacet']> = {
  field?: Resolver<ResolversTypes['ProductFacetField'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ProductFacetValue']>, ParentType, ContextType>;
};

export type ProductFacetValueResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductFacetValue'] = ResolversParentTypes['ProductFacetValue']> = {
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type ProductVariantResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductVariant'] = ResolversParentTypes['ProductVariant'], FederationReferenceType extends FederationReferenceTypes['ProductVariant'] = FederationReferenceTypes['ProductVariant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ProductVariant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType, Partial<ProductVariantPriceArgs>>;
  prices?: Resolver<ReadonlyArray<ResolversTypes['Money']>, ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['VariantStock']>, ParentType, ContextType>;
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductVariantConnectionResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductVariantConnection'] = ResolversParentTypes['ProductVariantConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductVariantEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductVariantEdgeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['ProductVariantEdge'] = ResolversParentTypes['ProductVariantEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProductVariant'], ParentType, ContextType>;
};

export type VariantStockResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['VariantStock'] = ResolversParentTypes['VariantStock']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onHand?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reserved?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  levels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StockLevel']>>, ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel']> = {
  location?: Resolver<ResolversTypes['StockLocation'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockLocationResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockLocation'] = ResolversParentTypes['StockLocation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StockLocationConnectionResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockLocationConnection'] = ResolversParentTypes['StockLocationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockLocationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockLocation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockLocationEdgeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockLocationEdge'] = ResolversParentTypes['StockLocationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockLocation'], ParentType, ContextType>;
};

export type StockMovementResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockMovement'] = ResolversParentTypes['StockMovement']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productVariant?: Resolver<ResolversTypes['ProductVariant'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['StockLocation'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['StockMovementReason'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StockMovementConnectionResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockMovementConnection'] = ResolversParentTypes['StockMovementConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockMovementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockMovement']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockMovementEdgeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['StockMovementEdge'] = ResolversParentTypes['StockMovementEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockMovement'], ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<CategoryNameArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CategoryConnectionResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CategoryConnection'] = ResolversParentTypes['CategoryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CategoryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Category']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CategoryEdgeResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CategoryEdge'] = ResolversParentTypes['CategoryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Category'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  product: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, RequireFields<QueryProductArgs, 'id'>>;
  productVariant: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType, RequireFields<QueryProductVariantArgs, 'id'>>;
  productVariantBySku: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType, RequireFields<QueryProductVariantBySkuArgs, 'sku'>>;
  products: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, Partial<QueryProductsArgs>>;
  categories: Resolver<ResolversTypes['CategoryConnection'], ParentType, ContextType, Partial<QueryCategoriesArgs>>;
  stockLocations: Resolver<ResolversTypes['StockLocationConnection'], ParentType, ContextType, Partial<QueryStockLocationsArgs>>;
  stockMovements: Resolver<ResolversTypes['StockMovementConnection'], ParentType, ContextType, RequireFields<QueryStockMovementsArgs, 'variantId'>>;
  _events: Resolver<ResolversTypes['_EventPage'], ParentType, ContextType, RequireFields<Query_EventsArgs, 'topic' | 'afterSeq' | 'first'>>;
};

export type _EventPageResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_EventPage'] = ResolversParentTypes['_EventPage']> = {
  epoch?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  oldestSeq?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createProduct: Resolver<ResolversTypes['CreateProductPayload'], ParentType, ContextType, RequireFields<MutationCreateProductArgs, 'input'>>;
  updateProduct: Resolver<ResolversTypes['UpdateProductPayload'], ParentType, ContextType, RequireFields<MutationUpdateProductArgs, 'input'>>;
  addProductVariant: Resolver<ResolversTypes['AddProductVariantPayload'], ParentType, ContextType, RequireFields<MutationAddProductVariantArgs, 'input'>>;
  updateProductVariant: Resolver<ResolversTypes['UpdateProductVariantPayload'], ParentType, ContextType, RequireFields<MutationUpdateProductVariantArgs, 'input'>>;
  setProductTranslation: Resolver<ResolversTypes['SetProductTranslationPayload'], ParentType, ContextType, RequireFields<MutationSetProductTranslationArgs, 'input'>>;
  setProductMedia: Resolver<ResolversTypes['SetProductMediaPayload'], ParentType, ContextType, RequireFields<MutationSetProductMediaArgs, 'input'>>;
  setCategoryTranslation: Resolver<ResolversTypes['SetCategoryTranslationPayload'], ParentType, ContextType, RequireFields<MutationSetCategoryTranslationArgs, 'input'>>;
  createCategory: Resolver<ResolversTypes['CreateCategoryPayload'], ParentType, ContextType, RequireFields<MutationCreateCategoryArgs, 'input'>>;
  createStockLocation: Resolver<ResolversTypes['CreateStockLocationPayload'], ParentType, ContextType, RequireFields<MutationCreateStockLocationArgs, 'input'>>;
  adjustStock: Resolver<ResolversTypes['AdjustStockPayload'], ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'input'>>;
  _reserveStock: Resolver<ResolversTypes['_ReserveStockPayload'], ParentType, ContextType, RequireFields<Mutation_ReserveStockArgs, 'input'>>;
  _releaseStock: Resolver<ResolversTypes['_ReleaseStockPayload'], ParentType, ContextType, RequireFields<Mutation_ReleaseStockArgs, 'input'>>;
  _shipStock: Resolver<ResolversTypes['_ShipStockPayload'], ParentType, ContextType, RequireFields<Mutation_ShipStockArgs, 'input'>>;
  _importProducts: Resolver<ResolversTypes['_ImportProductsPayload'], ParentType, ContextType, RequireFields<Mutation_ImportProductsArgs, 'input'>>;
};

export type CreateProductPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CreateProductPayload'] = ResolversParentTypes['CreateProductPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['CreateProductError']>, ParentType, ContextType>;
};

export type CreateProductErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CreateProductError'] = ResolversParentTypes['CreateProductError']> = {
  code?: Resolver<ResolversTypes['CreateProductErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateProductPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['UpdateProductPayload'] = ResolversParentTypes['UpdateProductPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateProductError']>, ParentType, ContextType>;
};

export type UpdateProductErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['UpdateProductError'] = ResolversParentTypes['UpdateProductError']> = {
  code?: Resolver<ResolversTypes['UpdateProductErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddProductVariantPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['AddProductVariantPayload'] = ResolversParentTypes['AddProductVariantPayload']> = {
  productVariant?: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['AddProductVariantError']>, ParentType, ContextType>;
};

export type AddProductVariantErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['AddProductVariantError'] = ResolversParentTypes['AddProductVariantError']> = {
  code?: Resolver<ResolversTypes['AddProductVariantErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateProductVariantPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['UpdateProductVariantPayload'] = ResolversParentTypes['UpdateProductVariantPayload']> = {
  productVariant?: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UpdateProductVariantError']>, ParentType, ContextType>;
};

export type UpdateProductVariantErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['UpdateProductVariantError'] = ResolversParentTypes['UpdateProductVariantError']> = {
  code?: Resolver<ResolversTypes['UpdateProductVariantErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetProductTranslationPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['SetProductTranslationPayload'] = ResolversParentTypes['SetProductTranslationPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['SetProductTranslationError']>, ParentType, ContextType>;
};

export type SetProductTranslationErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['SetProductTranslationError'] = ResolversParentTypes['SetProductTranslationError']> = {
  code?: Resolver<ResolversTypes['SetProductTranslationErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetProductMediaPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['SetProductMediaPayload'] = ResolversParentTypes['SetProductMediaPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['SetProductMediaError']>, ParentType, ContextType>;
};

export type SetProductMediaErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['SetProductMediaError'] = ResolversParentTypes['SetProductMediaError']> = {
  code?: Resolver<ResolversTypes['SetProductMediaErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetCategoryTranslationPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['SetCategoryTranslationPayload'] = ResolversParentTypes['SetCategoryTranslationPayload']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['SetCategoryTranslationError']>, ParentType, ContextType>;
};

export type SetCategoryTranslationErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['SetCategoryTranslationError'] = ResolversParentTypes['SetCategoryTranslationError']> = {
  code?: Resolver<ResolversTypes['SetCategoryTranslationErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateCategoryPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CreateCategoryPayload'] = ResolversParentTypes['CreateCategoryPayload']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['CreateCategoryError']>, ParentType, ContextType>;
};

export type CreateCategoryErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CreateCategoryError'] = ResolversParentTypes['CreateCategoryError']> = {
  code?: Resolver<ResolversTypes['CreateCategoryErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateStockLocationPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CreateStockLocationPayload'] = ResolversParentTypes['CreateStockLocationPayload']> = {
  stockLocation?: Resolver<Maybe<ResolversTypes['StockLocation']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['CreateStockLocationError']>, ParentType, ContextType>;
};

export type CreateStockLocationErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['CreateStockLocationError'] = ResolversParentTypes['CreateStockLocationError']> = {
  code?: Resolver<ResolversTypes['CreateStockLocationErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AdjustStockPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['AdjustStockPayload'] = ResolversParentTypes['AdjustStockPayload']> = {
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  productVariant?: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['AdjustStockError']>, ParentType, ContextType>;
};

export type AdjustStockErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['AdjustStockError'] = ResolversParentTypes['AdjustStockError']> = {
  code?: Resolver<ResolversTypes['AdjustStockErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type _ReserveStockPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ReserveStockPayload'] = ResolversParentTypes['_ReserveStockPayload']> = {
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['_ReservedLine']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['_ReserveStockError']>, ParentType, ContextType>;
};

export type _ReservedLineResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ReservedLine'] = ResolversParentTypes['_ReservedLine']> = {
  variantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type _ReserveStockErrorResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ReserveStockError'] = ResolversParentTypes['_ReserveStockError']> = {
  code?: Resolver<ResolversTypes['_ReserveStockErrorCode'], ParentType, ContextType>;
  variantId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type _ReleaseStockPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ReleaseStockPayload'] = ResolversParentTypes['_ReleaseStockPayload']> = {
  released?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type _ShipStockPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ShipStockPayload'] = ResolversParentTypes['_ShipStockPayload']> = {
  shipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  short?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['_ShippedLine']>, ParentType, ContextType>;
};

export type _ShippedLineResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ShippedLine'] = ResolversParentTypes['_ShippedLine']> = {
  variantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  short?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type _ImportProductsPayloadResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ImportProductsPayload'] = ResolversParentTypes['_ImportProductsPayload']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['_ImportProductResult']>, ParentType, ContextType>;
};

export type _ImportProductResultResolvers<ContextType = CatalogContext, ParentType extends ResolversParentTypes['_ImportProductResult'] = ResolversParentTypes['_ImportProductResult']> = {
  importKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  variantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = CatalogContext> = {
  DateTime?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductTranslation?: ProductTranslationResolvers<ContextType>;
  ProductMedia?: ProductMediaResolvers<ContextType>;
  ProductMediaConnection?: ProductMediaConnectionResolvers<ContextType>;
  ProductMediaEdge?: ProductMediaEdgeResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductFacet?: ProductFacetResolvers<ContextType>;
  ProductFacetValue?: ProductFacetValueResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  ProductVariant?: ProductVariantResolvers<ContextType>;
  ProductVariantConnection?: ProductVariantConnectionResolvers<ContextType>;
  ProductVariantEdge?: ProductVariantEdgeResolvers<ContextType>;
  VariantStock?: VariantStockResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  StockLocation?: StockLocationResolvers<ContextType>;
  StockLocationConnection?: StockLocationConnectionResolvers<ContextType>;
  StockLocationEdge?: StockLocationEdgeResolvers<ContextType>;
  StockMovement?: StockMovementResolvers<ContextType>;
  StockMovementConnection?: StockMovementConnectionResolvers<ContextType>;
  StockMovementEdge?: StockMovementEdgeResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  CategoryConnection?: CategoryConnectionResolvers<ContextType>;
  CategoryEdge?: CategoryEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  _EventPage?: _EventPageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  CreateProductPayload?: CreateProductPayloadResolvers<ContextType>;
  CreateProductError?: CreateProductErrorResolvers<ContextType>;
  UpdateProductPayload?: UpdateProductPayloadResolvers<ContextType>;
  UpdateProductError?: UpdateProductErrorResolvers<ContextType>;
  AddProductVariantPayload?: AddProductVariantPayloadResolvers<ContextType>;
  AddProductVariantError?: AddProductVariantErrorResolvers<ContextType>;
  UpdateProductVariantPayload?: UpdateProductVariantPayloadResolvers<ContextType>;
  UpdateProductVariantError?: UpdateProductVariantErrorResolvers<ContextType>;
  SetProductTranslationPayload?: SetProductTranslationPayloadResolvers<ContextType>;
  SetProductTranslationError?: SetProductTranslationErrorResolvers<ContextType>;
  SetProductMediaPayload?: SetProductMediaPayloadResolvers<ContextType>;
  SetProductMediaError?: SetProductMediaErrorResolvers<ContextType>;
  SetCategoryTranslationPayload?: SetCategoryTranslationPayloadResolvers<ContextType>;
  SetCategoryTranslationError?: SetCategoryTranslationErrorResolvers<ContextType>;
  CreateCategoryPayload?: CreateCategoryPayloadResolvers<ContextType>;
  CreateCategoryError?: CreateCategoryErrorResolvers<ContextType>;
  CreateStockLocationPayload?: CreateStockLocationPayloadResolvers<ContextType>;
  CreateStockLocationError?: CreateStockLocationErrorResolvers<ContextType>;
  AdjustStockPayload?: AdjustStockPayloadResolvers<ContextType>;
  AdjustStockError?: AdjustStockErrorResolvers<ContextType>;
  _ReserveStockPayload?: _ReserveStockPayloadResolvers<ContextType>;
  _ReservedLine?: _ReservedLineResolvers<ContextType>;
  _ReserveStockError?: _ReserveStockErrorResolvers<ContextType>;
  _ReleaseStockPayload?: _ReleaseStockPayloadResolvers<ContextType>;
  _ShipStockPayload?: _ShipStockPayloadResolvers<ContextType>;
  _ShippedLine?: _ShippedLineResolvers<ContextType>;
  _ImportProductsPayload?: _ImportProductsPayloadResolvers<ContextType>;
  _ImportProductResult?: _ImportProductResultResolvers<ContextType>;
};


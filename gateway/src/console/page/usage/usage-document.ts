/** A page of counts: which client sent which operation how often, on which day. */
export const usageDocument = /* GraphQL */ `
  query ConsoleUsage($where: OperationUsageWhereInput, $after: String) {
    operationUsage(first: 100, after: $after, where: $where) {
      nodes {
        day
        client
        operationId
        operationName
        operationType
        isRegistered
        requests
        errors
        cost
        fields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`

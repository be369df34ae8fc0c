/** How the way to the mainframe is doing: counts, what is stuck, what is under way, the newest batches. */
export const mainframeDocument = /* GraphQL */ `
  query ConsoleMainframe {
    mainframeOverview {
      pendingCount
      sentCount
      parkedCount
      oldestLagSeconds
      ackedLastMinuteCount
    }
    parked: mainframeSyncs(first: 50, where: { state: { in: [PARKED] } }) {
      nodes {
        ...SyncRow
      }
      pageInfo {
        hasNextPage
      }
    }
    underWay: mainframeSyncs(first: 50, where: { state: { in: [PENDING, SENT] } }) {
      nodes {
        ...SyncRow
      }
      pageInfo {
        hasNextPage
      }
    }
    mainframeBatches(first: 20) {
      nodes {
        id
        sequence
        state
        recordCount
        sentAt
        ackedAt
        sendCount
        returnCode
        reason
      }
    }
  }
  fragment SyncRow on MainframeSync {
    customer {
      id
      name
    }
    state
    desiredVersion
    ackedVersion
    lagSeconds
    reject {
      code
      field
      message
    }
  }
`

/** Each step of each profile. */
export const mainframeChangesDocument = /* GraphQL */ `
  subscription ConsoleMainframeChanges($after: String) {
    mainframeSyncChanged(after: $after) {
      __typename
      ... on MainframeSyncChange {
        cursor
        customer {
          id
          name
        }
        state
        desiredVersion
        ackedVersion
      }
      ... on Checkpoint {
        cursor
      }
    }
  }
`

/** Has a parked profile sent again. */
export const replayDocument = /* GraphQL */ `
  mutation ConsoleReplay($input: ReplayMainframeSyncInput!) {
    replayMainframeSync(input: $input) {
      mainframeSync {
        state
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

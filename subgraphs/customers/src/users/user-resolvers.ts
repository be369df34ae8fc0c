import type { Complete } from '@iommi/shared/resolver-types'
import { resolveCustomer } from '../customers/read-customer.ts'
import type { MutationResolvers, QueryResolvers, UserConnectionResolvers, UserResolvers } from '../graphql.generated.ts'
import { admitUser } from './admit-user.ts'
import { disableUser } from './disable-user.ts'
import { enableUser } from './enable-user.ts'
import { inviteUser } from './invite-user.ts'
import { listUsers, type UserPage } from './list-users.ts'
import { setUserRoles } from './set-user-roles.ts'
import { effectiveRoles, type UserRecord } from './user.ts'

export const Query: Pick<QueryResolvers, 'users'> = {
  users: (_root, args, context) => listUsers(context, args),
}

export const Mutation: Pick<MutationResolvers, 'inviteUser' | 'setUserRoles' | 'disableUser' | 'enableUser' | '_admitUser'> = {
  inviteUser: (_root, { input }, context) => {
    context.forgetRead()
    return inviteUser(context, input)
  },
  setUserRoles: (_root, { input }, context) => {
    context.forgetRead()
    return setUserRoles(context, input)
  },
  disableUser: (_root, { input }, context) => {
    context.forgetRead()
    return disableUser(context, input)
  },
  enableUser: (_root, { input }, context) => {
    context.forgetRead()
    return enableUser(context, input)
  },
  _admitUser: (_root, { input }, context) => admitUser(context, input),
}

export const User: Complete<UserResolvers, UserRecord> = {
  roles: ({ kind, tokenRoles, grantedRoles }) => effectiveRoles(kind, tokenRoles, grantedRoles),
  customer: ({ customerId }, _args, context) => (customerId === null ? null : resolveCustomer(context, customerId)),
}

export const UserConnection: Complete<UserConnectionResolvers, UserPage> = {
  totalCount: ({ count }) => count(),
}

import { allow, definePolicy, defineTask } from '@rolewright/core'

/**
 * Read access to AWS Billing. It used to be `aws-portal:View*`; AWS retired that prefix in 2023, and these are the read actions that
 * took its place. They work only once the root user has activated IAM access to billing in the account's settings.
 */
const readBills = definePolicy({
  name: 'ReadBills',
  description: 'Reads bills, payments, costs, usage reports and tax documents',
  statements: [
    allow({
      sid: 'ReadBilling',
      actions: [
        'account:GetAccountInformation',
        'billing:GetBilling*',
        'billing:GetContractInformation',
        'billing:GetCredits',
        'billing:GetIAMAccessPreference',
        'billing:GetSellerOfRecord',
        'billing:List*',
        'budgets:ViewBudget',
        'ce:Describe*',
        'ce:Get*',
        'ce:List*',
        'consolidatedbilling:Get*',
        'consolidatedbilling:List*',
        'cur:DescribeReportDefinitions',
        'cur:Get*',
        'freetier:Get*',
        'invoicing:Get*',
        'invoicing:List*',
        'payments:Get*',
        'payments:List*',
        'purchase-orders:GetPurchaseOrder',
        'purchase-orders:ListPurchaseOrders',
        'purchase-orders:ListPurchaseOrderInvoices',
        'tax:GetTaxInheritance',
        'tax:GetTaxRegistration',
        'tax:GetTaxRegistrationDocument',
        'tax:List*',
      ],
      resources: ['*'],
    }),
  ],
})

export const reviewBills = defineTask({ id: 'review-bills', title: 'Review bills', policies: [readBills] })

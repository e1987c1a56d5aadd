import { findAction } from '@rolewright/core/policy'
import { isDataEvent } from '../data-event.ts'

/**
 * Services whose management actions IAM tracks one by one, by prefix, as the IAM User Guide lists them under "IAM action last accessed
 * information services and actions". What is missing here is never reported by action, which is the safe side: nobody calls it unused.
 */
const services: ReadonlySet<string> = new Set(
  `access-analyzer account acm airflow amplify amplifyuibuilder app-integrations appconfig appflow application-cost-profiler
  applicationinsights appmesh appstream appsync aps athena auditmanager autoscaling backup batch braket budgets cloud9 cloudformation
  cloudfront cloudhsm cloudsearch cloudtrail cloudwatch codeartifact codedeploy codeguru-profiler codeguru-reviewer codepipeline codestar
  codestar-notifications cognito-identity cognito-idp cognito-sync comprehendmedical compute-optimizer config connect cur databrew
  dataexchange datapipeline dax detective devicefarm devops-guru directconnect dlm dms docdb-elastic ds dynamodb ec2 ecr ecs eks
  elastic-inference elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elastictranscoder emr-containers emr-serverless es
  events evidently finspace firehose fis fms frauddetector fsx gamelift geo glacier grafana greengrass groundstation guardduty healthlake
  honeycode iam identitystore imagebuilder inspector inspector2 iot iotanalytics iotevents iotfleethub iotsitewise iottwinmaker
  iotwireless ivs ivschat kafka kafkaconnect kendra kinesis kinesisanalytics kms lambda lex license-manager lightsail logs
  lookoutequipment lookoutmetrics lookoutvision machinelearning macie2 managedblockchain mediaconnect mediaconvert medialive mediastore
  mediatailor memorydb mgh mgn mobiletargeting mq network-firewall networkmanager nimble oam omics opsworks outposts panorama personalize
  pi pipes polly profile qldb ram rbin rds redshift redshift-data refactor-spaces rekognition resiliencehub resource-explorer-2
  resource-groups robomaker rolesanywhere route53 route53-recovery-control-config route53-recovery-readiness route53resolver rum s3
  s3-outposts savingsplans schemas sdb secretsmanager securityhub securitylake serverlessrepo servicecatalog servicediscovery
  servicequotas ses shield signer simspaceweaver sms snowball sqs ssm ssm-contacts ssm-incidents ssm-sap states storagegateway
  sts swf synthetics tag textract timestream tnb transcribe transfer translate voiceid vpc-lattice wafv2 wellarchitected wisdom worklink
  workspaces xray`.split(/\s+/),
)

/** Where reading is known to be tracked too; elsewhere only creating, changing and deleting is taken for tracked. */
const readingTracked: ReadonlySet<string> = new Set(['iam', 'kms', 'lambda', 's3'])

/**
 * Whether a report of `ACTION_LEVEL` speaks of an action: a management action of a service that reports them. `iam:PassRole` never
 * is: it has no call of its own. `action` is `service:Action` as the catalogue writes it.
 */
export function isTracked(action: string): boolean {
  const colon = action.indexOf(':')
  const service = action.slice(0, colon)
  if (!services.has(service) || action === 'iam:PassRole' || isDataEvent(action)) return false
  const level = findAction(action)?.level
  if (level === undefined) return false
  return readingTracked.has(service) || (level !== 'Read' && level !== 'List')
}

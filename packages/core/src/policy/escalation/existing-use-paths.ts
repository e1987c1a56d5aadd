import { call, type EscalationPath, type PathStep } from './escalation-path.ts'

/** A path that steers something which already works with a role. */
function path(id: string, what: { title: string; needs: string }, ...steps: readonly PathStep[]): EscalationPath {
  return {
    id,
    title: what.title,
    category: 'existing-use-of-role',
    gains: 'everything the role of what is steered may do',
    needs: what.needs,
    steps,
  }
}

/** Paths that need no `iam:PassRole`, since the role is already in use. */
export const existingUsePaths = (): readonly EscalationPath[] => [
  path(
    'apprunner-002',
    { title: 'Change what an App Runner service runs', needs: 'an App Runner service with a role' },
    call('apprunner:UpdateService'),
  ),
  path(
    'batch-002',
    { title: 'Submit a Batch job with another command', needs: 'a job definition with a role' },
    call('batch:SubmitJob'),
  ),
  path(
    'bedrock-002',
    { title: 'Run code in a Bedrock code interpreter', needs: 'a code interpreter with a role' },
    call('bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'),
  ),
  path(
    'bedrock-004',
    { title: 'Run commands in a Bedrock agent runtime', needs: 'an agent runtime with a role' },
    call('bedrock-agentcore:InvokeAgentRuntimeCommand'),
  ),
  path(
    'bedrock-007',
    { title: 'Steer a Bedrock browser', needs: 'a browser with a role' },
    call('bedrock-agentcore:StartBrowserSession'),
    call('bedrock-agentcore:ConnectBrowserAutomationStream'),
  ),
  path(
    'cloudformation-002',
    { title: 'Change what a stack creates', needs: 'a stack with a role' },
    call('cloudformation:UpdateStack'),
  ),
  path(
    'cloudformation-005',
    { title: 'Change what a stack creates through a change set', needs: 'a stack with a role' },
    call('cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
  ),
  path(
    'codebuild-002',
    { title: 'Start a build with other commands', needs: 'a CodeBuild project with a role' },
    call('codebuild:StartBuild'),
  ),
  path(
    'codebuild-003',
    { title: 'Start a batch of builds with other commands', needs: 'a CodeBuild project with a role' },
    call('codebuild:StartBuildBatch'),
  ),
  path(
    'codedeploy-001',
    { title: 'Deploy scripts to instances', needs: 'a deployment group of instances with a role' },
    call('codedeploy:CreateDeployment'),
    call('codedeploy:RegisterApplicationRevision'),
    call('codedeploy:GetDeploymentConfig'),
  ),
  path(
    'ec2-002',
    { title: 'Change the start script of an instance', needs: 'an instance with a role' },
    call('ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'),
  ),
  path(
    'ec2-003',
    { title: 'Log in to an instance through EC2 Instance Connect', needs: 'a reachable instance with a role' },
    call('ec2-instance-connect:SendSSHPublicKey'),
  ),
  path(
    'ec2-005',
    {
      title: 'Change the launch template of instances',
      needs: 'a launch template with a role that is used automatically',
    },
    call('ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'),
  ),
  path(
    'ecs-006',
    { title: 'Open a shell in a running task', needs: 'a task with a role and ECS Exec' },
    call('ecs:ExecuteCommand'),
    call('ecs:DescribeTasks'),
  ),
  path(
    'glue-002',
    { title: 'Put a key of one own into a Glue development endpoint', needs: 'a development endpoint with a role' },
    call('glue:UpdateDevEndpoint'),
  ),
  path(
    'lambda-003',
    { title: 'Change the code of a function', needs: 'a function with a role that something invokes' },
    call('lambda:UpdateFunctionCode'),
  ),
  path(
    'lambda-004',
    { title: 'Change the code of a function and invoke it', needs: 'a function with a role' },
    call('lambda:UpdateFunctionCode', 'lambda:InvokeFunction'),
  ),
  path(
    'lambda-005',
    { title: 'Change the code of a function and let somebody invoke it', needs: 'a function with a role' },
    call('lambda:UpdateFunctionCode', 'lambda:AddPermission'),
  ),
  path(
    'sagemaker-004',
    { title: 'Open a notebook instance of somebody else', needs: 'a running notebook instance with a role' },
    call('sagemaker:CreatePresignedNotebookInstanceUrl'),
  ),
  path(
    'sagemaker-005',
    { title: 'Change the start script of a notebook instance', needs: 'a notebook instance with a role' },
    call('sagemaker:CreateNotebookInstanceLifecycleConfig'),
    call('sagemaker:StopNotebookInstance', 'sagemaker:UpdateNotebookInstance', 'sagemaker:StartNotebookInstance'),
  ),
  path(
    'ssm-001',
    { title: 'Open a session on an instance', needs: 'a managed instance with a role' },
    call('ssm:StartSession'),
  ),
  path(
    'ssm-002',
    { title: 'Run a command on an instance', needs: 'a managed instance with a role' },
    call('ssm:SendCommand'),
  ),
  path(
    'other-function-configuration',
    {
      title: 'Put a layer or variables of one own into a function',
      needs: 'a function with a role that something invokes',
    },
    call('lambda:UpdateFunctionConfiguration'),
  ),
  path(
    'other-state-machine',
    { title: 'Change what a state machine does and start it', needs: 'a state machine with a role' },
    call('states:UpdateStateMachine', 'states:StartExecution'),
  ),
  path(
    'other-emr-steps',
    { title: 'Run a step on an EMR cluster', needs: 'a running cluster with a role' },
    call('elasticmapreduce:AddJobFlowSteps'),
  ),
]

import { allow, definePolicy, defineRole, defineTask } from '@rolewright/core'
import { experimentData } from './tasks/experiment-data.ts'

const runClusters = definePolicy({
  name: 'RunEmrClusters',
  description: 'Full use of Amazon EMR, with the two roles that its clusters run under',
  statements: [
    allow({ sid: 'UseEmr', actions: ['elasticmapreduce:*'], resources: ['*'] }),
    allow({
      sid: 'HandOverEmrRoles',
      actions: ['iam:PassRole'],
      resources: [
        'arn:aws:iam::{{accountId}}:role/EMR_DefaultRole',
        'arn:aws:iam::{{accountId}}:role/EMR_EC2_DefaultRole',
      ],
      conditions: {
        StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'elasticmapreduce.amazonaws.com'] },
      },
    }),
  ],
})

const runDataExperiment = defineTask({
  id: 'run-data-experiment',
  title: 'Run data experiment',
  policies: [runClusters, experimentData],
})

export const dataScientist = defineRole({
  id: 'data-scientist',
  title: 'Data Scientist',
  department: 'Research',
  owner: 'research@examplecorp.com',
  justification: 'Runs experiments on the data that the company collects',
  tasks: [runDataExperiment],
})

/**
 * Checks and plans every pull request. What a pull request runs is its author's code, so that nothing here can write: the token reads the
 * repository, and the role that AWS gives reads IAM and no more. Applying is not for a pull request.
 */
export const PLAN_WORKFLOW = `name: plan
on: pull_request

# Code of a pull request runs here: nothing that it gets may write.
permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npm install --ignore-scripts
      - run: npm run check

  # Set the variable ROLEWRIGHT_PLAN_ROLE of the repository to the ARN of an IAM role that GitHub may assume and that allows
  # iam:GetAccountAuthorizationDetails alone. A fork gets no token, and so no plan.
  plan:
    needs: check
    if: vars.ROLEWRIGHT_PLAN_ROLE != '' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npm install --ignore-scripts
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.ROLEWRIGHT_PLAN_ROLE }}
          aws-region: us-east-1
      - run: |
          set -o pipefail
          npx rolewright plan --as markdown | tee -a "$GITHUB_STEP_SUMMARY"
`

/** The page of a report, in Handlebars; `{{…}}` escapes, and nothing in it is triple. */
export const reportTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Review of {{accountId}}, {{day at}}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
article { border-top: 2px solid #888; margin-top: 2rem; }
pre { overflow-x: auto; padding: .5rem; border: 1px solid #8886; font-size: .85rem; }
ins { text-decoration: none; background: #2a72; } del { text-decoration: none; background: #c332; }
.tag { border: 1px solid; border-radius: 1rem; padding: 0 .6rem; }
@media print { article { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<h1>Review of {{accountId}}, {{day at}}</h1>
<p>{{status.decided}} of {{status.of}} proposals are decided ({{status.percent}} %).{{#if deadline}} To be decided by {{day deadline}}.{{/if}} Unused means: not tried within {{windowDays}} days.</p>
{{#if population}}<p>Covers {{population.roles.length}} roles, {{population.people.length}} people and {{population.policies.length}} policies, as they were then: <code>{{population.sha256}}</code></p>{{/if}}
{{#with status.signOff}}<p><strong>Signed</strong> by {{text by}} on {{day at}}: {{text this.text}}{{#if reason}} Closed with open proposals: {{text reason}}{{/if}}</p>{{/with}}
{{#if missed.length}}<h2>Missed since the last review</h2><ul>{{#each missed}}<li>{{text action}} was denied {{number attempts}} times since {{day removedAt}}, last on {{day lastAt}}, to {{list who}}. Taken away by: {{text title}}. Put it back with <code>{{#each restore}}{{text this}} {{/each}}</code></li>{{/each}}</ul>{{/if}}
{{#if status.reviewers.length}}
<table><caption>Who decides</caption><thead><tr><th scope="col">Reviewer</th><th scope="col">Roles</th><th scope="col">Decided</th></tr></thead><tbody>
{{#each status.reviewers}}<tr><th scope="row">{{text owner}}</th><td>{{list roles}}</td><td>{{decided}} of {{of}}</td></tr>
{{/each}}</tbody></table>
{{/if}}
{{#each proposals}}
<article aria-labelledby="p-{{id}}">
<h2 id="p-{{id}}">{{text title}}</h2>
<p><code>{{id}}</code> {{#if decision}}<span class="tag">{{decisionWord decision.decision}}</span>{{else}}<span class="tag">Open</span>{{/if}}</p>
<p>{{effect}}. Risk: {{risk.level}}{{#each risk.reasons}}; {{#each (parts this)}}{{#if this.isCode}}<code>{{text this.text}}</code>{{else}}{{text this.text}}{{/if}}{{/each}}{{/each}}.{{#if groups.length}} Held by {{list groups}}.{{/if}}{{#if owners.length}} For {{list owners}}.{{/if}}</p>
{{#if unused.length}}<h3>Not used</h3><ul>{{#each unused}}<li>{{text what}}{{#if never}}: never{{else}}: last {{day lastUsed}}{{#if lastUsedBy}} by {{name lastUsedBy}}{{/if}}{{/if}}</li>{{/each}}</ul>{{/if}}
{{#if used.length}}<h3>Stays, since it is used</h3><ul>{{#each used}}<li>{{text what}}: last {{day lastUsed}}{{#if lastUsedBy}} by {{name lastUsedBy}}{{/if}}</li>{{/each}}</ul>{{/if}}
{{#if unseen.length}}<h3>Stays, since nobody can see whether it is used</h3><ul>{{#each unseen}}<li>{{text what}}</li>{{/each}}</ul>{{/if}}
{{#if decided.length}}<h3>Stays, since somebody decided so earlier</h3><ul>{{#each decided}}<li>{{text what}}</li>{{/each}}</ul>{{/if}}
{{#if lossByPerson.length}}<h3>Who would lose what</h3><ul>{{#each lossByPerson}}<li>{{list people}}: {{number actions}} actions{{#if loses.length}} ({{list loses}}){{/if}}{{#if partly.length}}; keeps on fewer resources, or under more conditions: {{list partly}}{{/if}}</li>{{/each}}</ul>{{/if}}
{{#if needed.length}}<h3>May be needed by what stays</h3><ul>{{#each needed}}<li>{{text action}}: {{list neededBy}}</li>{{/each}}</ul>{{/if}}
{{#each changes}}<h3>{{text policyName}}, before and after</h3>
<pre>{{#each lines}}{{#if removed}}<del>- {{this.text}}</del>{{else if added}}<ins>+ {{this.text}}</ins>{{else}}  {{this.text}}{{/if}}
{{/each}}</pre>{{/each}}
{{#if decision}}<p>{{decisionWord decision.decision}}{{#if decision.until}} until {{day decision.until}}{{/if}} by {{text decision.by}} on {{day decision.at}}: {{text decision.reason}}</p>{{/if}}
</article>
{{/each}}
{{#if notEnoughHistory.length}}
<h2>Not observed long enough</h2>
<ul>{{#each notEnoughHistory}}<li>{{text this.name}}: {{text reason}}; from {{day from}}</li>{{/each}}</ul>
{{/if}}
</main>
</body>
</html>
`

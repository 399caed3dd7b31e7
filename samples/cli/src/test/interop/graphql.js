// graphql-sse in its mode of a connection for each operation: subscription { count(to: n) } counts from 1 to n.
'use strict';
const http = require('http');
const { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } = require('graphql');
const { createHandler } = require('graphql-sse/lib/use/http');

async function* count(source, { to }) {
  for (let i = 1; i <= to; i++) yield { count: i };
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString } } }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: { count: { type: GraphQLInt, args: { to: { type: GraphQLInt } }, subscribe: count } },
  }),
});
const handler = createHandler({ schema });

http
  .createServer((request, response) => {
    if (request.headers.authorization !== 'Bearer let-me-in') response.writeHead(401).end();
    else handler(request, response);
  })
  .listen(Number(process.argv[2]), '127.0.0.1');

// What an HTTP request costs, in cycles: known to canisters, which ask before they make one
// (`ic0.cost_http_request`), and to the subnet that carries it out.
#ifndef RT_FEES_H
#define RT_FEES_H

enum {
  /// The size of the subnet that canisters find themselves on.
  rt_subnet_nodes = 13,
  // For each node that makes the request: once, for each node of the subnet, and for each byte of
  // the request and of the longest response that is allowed.
  rt_http_base_fee = 3000000,
  rt_http_node_fee = 60000,
  rt_http_request_byte_fee = 400,
  rt_http_response_byte_fee = 800,
};

#endif

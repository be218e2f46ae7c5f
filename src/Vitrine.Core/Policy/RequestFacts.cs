using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>What the policy knows of a request before its body was read. All of it is checked: the host is the one that is dialled and verified.</summary>
/// <param name="Destination">Where it goes.</param>
/// <param name="Protocol">HTTP or HTTPS.</param>
/// <param name="Method">The method, as sent.</param>
/// <param name="Target">Path and query, as sent (origin form, RFC 9112 section 3.2.1).</param>
public readonly record struct RequestFacts(Destination Destination, FlowProtocol Protocol, string Method, string Target);

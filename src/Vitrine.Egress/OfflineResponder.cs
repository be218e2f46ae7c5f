using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;

namespace Vitrine.Egress;

/// <summary>
/// Answers a request in place of its destination, in offline mode. The request's body may be read and the response's body written as in any
/// ASP.NET application; both are recorded. There is no service provider and no way to upgrade the connection.
/// </summary>
/// <returns>Who answered, for the record: <c>stand-in</c> or <c>sinkhole</c>.</returns>
public delegate Task<string> OfflineResponder(HttpContext context, Destination destination);

using Xunit;

namespace Vitrine.Tests.Layout;

/// <summary>
/// Tests that start processes run apart from all others: between fork and exec a child holds every descriptor of ours, and with them the locks of files that
/// another test has just closed and opens again.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessStartingTests
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "starts processes";
}

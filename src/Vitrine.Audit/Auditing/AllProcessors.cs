using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Vitrine.Audit.Auditing;

/// <summary>Work on many things at once, whose outcome is as if it had been done on one after the other.</summary>
internal static class AllProcessors
{
    /// <summary>What comes of each, in their order.</summary>
    public static List<TOut> Each<TIn, TOut>(IEnumerable<TIn> from, Func<TIn, IEnumerable<TOut>> make)
    {
        try
        {
            // One at a time to whoever is free: some take a hundred times as long as others.
            return [.. Partitioner.Create(from, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered().SelectMany(make)];
        }
        catch (AggregateException all) when (all.InnerExceptions.Count > 0)
        {
            // Who calls knows the exceptions of the work, not that it is shared out.
            ExceptionDispatchInfo.Throw(all.InnerExceptions[0]);
            throw;
        }
    }
}

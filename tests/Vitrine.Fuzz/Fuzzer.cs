using System.Diagnostics;

namespace Vitrine.Fuzz;

/// <summary>An input that a target can't take, as small as it was made, and what it did.</summary>
internal sealed record Fault(byte[] Input, Exception Exception);

/// <summary>Runs one target over mutated inputs.</summary>
internal sealed class Fuzzer(FuzzTarget target, IReadOnlyList<byte[]> seeds, int seed, TextWriter output)
{
    // No parser here needs a thousandth of it; one that does not come back is a fault, and no exception tells of it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Stopwatch _clock = new();
    private byte[] _current = [];
    private long _inputs, _began;

    /// <summary>Runs until a fault or until the time is over.</summary>
    /// <returns>The fault, or null.</returns>
    public Fault? Run(TimeSpan time)
    {
        output.WriteLine($"{target.Name}: seed {seed}, {seeds.Count} in the corpus");
        output.Flush();
        _clock.Start();
        using var watch = new Timer(_ => EndIfStuck(), null, Longest, TimeSpan.FromSeconds(1));
        var mutator = new Mutator(new Random(seed), seeds);
        foreach (byte[] input in seeds)
            if (Try(input) is { } planted)
                return Report(planted);
        while (_clock.Elapsed < time)
            if (Try(mutator.Next()) is { } found)
                return Report(found);
        output.WriteLine($"{target.Name}: {_inputs} inputs, no fault");
        return null;
    }

    private Fault? Try(byte[] input)
    {
        _current = input;
        Interlocked.Exchange(ref _began, _clock.ElapsedTicks);
        _inputs++;
        try
        {
            target.Run(input);
            return null;
        }
#pragma warning disable CA1031 // Whatever escapes is what is looked for.
        catch (Exception escaped)
#pragma warning restore CA1031
        {
            return new Fault(input, escaped);
        }
    }

    private Fault Report(Fault found)
    {
        Fault least = Minimise(found);
        output.WriteLine($"{target.Name}: FAULT with seed {seed} after {_inputs} inputs");
        output.WriteLine($"hint: Vitrine.Fuzz {target.Name} --replay {Convert.ToBase64String(least.Input)}");
        output.WriteLine(least.Exception);
        return least;
    }

    // Takes away pieces, from halves down to single bytes, as long as the same kind of exception comes; bounded, for a target may be slow.
    private Fault Minimise(Fault found)
    {
        Fault least = found;
        long end = _clock.ElapsedMilliseconds + 5_000;
        for (int piece = Math.Max(1, found.Input.Length / 2); piece > 0; piece /= 2)
            for (int at = 0; at < least.Input.Length && _clock.ElapsedMilliseconds < end;)
            {
                byte[] smaller = [.. least.Input[..at], .. least.Input[Math.Min(least.Input.Length, at + piece)..]];
                if (Try(smaller) is { } still && still.Exception.GetType() == found.Exception.GetType())
                    least = still;
                else
                    at += piece;
            }

        return least;
    }

    private void EndIfStuck()
    {
        if (Stopwatch.GetElapsedTime(0, _clock.ElapsedTicks - Interlocked.Read(ref _began)) < Longest)
            return;
        output.WriteLine($"{target.Name}: FAULT with seed {seed}: input {_inputs} does not come back");
        output.WriteLine($"hint: Vitrine.Fuzz {target.Name} --replay {Convert.ToBase64String(_current)}");
        output.Flush();
        Environment.Exit(1);
    }
}

namespace Vitrine.Fuzz;

/// <summary>
/// A fuzzer that finds nothing may be broken: this one must find a planted fault, name the least input, and do both again from the same seed.
/// </summary>
internal static class SelfTest
{
    /// <summary>Runs it.</summary>
    /// <returns>0 when the fuzzer works, else 1.</returns>
    public static int Run(TextWriter output)
    {
        var planted = new FuzzTarget("planted", input =>
        {
            // A length that is trusted: beyond the end only if it was changed.
            int colon = input.IndexOf((byte)':');
            if (colon > 0)
                _ = input[input[colon - 1] & 0x7f];
        });
        byte[][] seeds = [[.. "some\u0002:text"u8]];
        Fault? first = new Fuzzer(planted, seeds, 7, TextWriter.Null).Run(TimeSpan.FromSeconds(10));
        Fault? second = new Fuzzer(planted, seeds, 7, TextWriter.Null).Run(TimeSpan.FromSeconds(10));
        bool works = first is { Exception: IndexOutOfRangeException, Input.Length: 2 }
            && second is not null
            && first.Input.AsSpan().SequenceEqual(second.Input);
        // Of two targets with one name, one would never run.
        if (FuzzTargets.All.GroupBy(target => target.Name).FirstOrDefault(targets => targets.Count() > 1) is { } twice)
        {
            output.WriteLine($"Two targets are called {twice.Key}.");
            return 1;
        }

        output.WriteLine(works ? "The planted fault was found." : $"The planted fault was not found, or not the same twice: {Text(first)}, {Text(second)}");
        return works ? 0 : 1;
    }

    private static string Text(Fault? fault) => fault is null ? "nothing" : Convert.ToBase64String(fault.Input);
}

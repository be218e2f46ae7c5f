using System.Globalization;
using Vitrine.Fuzz;

const string Usage = """
    usage: Vitrine.Fuzz list
           Vitrine.Fuzz self-test
           Vitrine.Fuzz TARGET [--seconds N] [--seed S] [CORPUS]
           Vitrine.Fuzz TARGET --replay BASE64

    Feeds mutated inputs to a parser until the time is over (10 s) or it does what no input may make it do. The same seed and corpus give the
    same inputs. Without CORPUS, the files under tests/vectors/fuzz/TARGET are the start. Exit status: 0 nothing found, 1 a fault, 2 usage.
    """;

if (args is ["list"])
{
    foreach (FuzzTarget each in FuzzTargets.All)
        Console.WriteLine(each.Name);
    return 0;
}

if (args is ["self-test"])
    return SelfTest.Run(Console.Out);

FuzzTarget? target = args.Length > 0 ? FuzzTargets.All.FirstOrDefault(each => each.Name == args[0]) : null;
if (target is null)
    return Refuse(args.Length > 0 ? $"There is no target {args[0]}; `list` names them." : "No target is named.");

int seconds = 10, seed = Environment.TickCount & int.MaxValue;
string corpus = Corpus.Default(target.Name);
for (int i = 1; i < args.Length; i++)
{
    string? value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--seconds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seconds):
        case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed):
            i++;
            break;
        case "--replay" when value is not null:
            target.Run(Convert.FromBase64String(value));
            Console.WriteLine("The input does no harm.");
            return 0;
        case var directory when Directory.Exists(directory):
            corpus = directory;
            break;
        default:
            return Refuse($"{args[i]} is no option with a value that it takes, and no directory.");
    }
}

return new Fuzzer(target, Corpus.Read(corpus), seed, Console.Out).Run(TimeSpan.FromSeconds(seconds)) is null ? 0 : 1;

static int Refuse(string what)
{
    Console.Error.WriteLine(what);
    Console.Error.WriteLine(Usage);
    return 2;
}

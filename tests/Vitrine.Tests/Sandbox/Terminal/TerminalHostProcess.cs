using System.Runtime.CompilerServices;
using System.Text;
using Vitrine.Sandbox.Terminal;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>
/// The test program run again as a process of its own, with a terminal: supervisor and agent in one. How a process ends, and what its shell makes of it, can't
/// be seen from within the tests. Started by <see cref="Variable"/>; keys tell it what to do.
/// </summary>
internal static class TerminalHostProcess
{
    public const string Variable = "VITRINE_TEST_TERMINAL";

#pragma warning disable CA2255 // There is no other way to come before the test framework's own entry point.
    [ModuleInitializer]
    internal static void RunInstead()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
            Environment.Exit(Run());
    }
#pragma warning restore CA2255

    private static int Run()
    {
        using var box = new PtyPair();
        if (PersonTerminal.Find() is not { } person)
            return 3;
        TerminalRelay relay = TerminalRelay.Start(box.DuplicateMaster(), person.Descriptor, new TerminalOptions());
        // An agent with a screen of its own.
        byte[] raw = PtyPair.Attributes(box.Slave);
        BitConverter.TryWriteBytes(raw.AsSpan(12), BitConverter.ToUInt32(raw, 12) & ~0xBu);
        PtyPair.SetAttributes(box.Slave, raw);
        Say(box, $"ready {person.Descriptor} {(int)person.Streams} {(int)person.Refused}");
        while (true)
        {
            foreach (char key in PtyPair.TryRead(box.Slave) ?? "")
            {
                switch (key)
                {
                    case 'q':
                        Say(box, "bye");
                        _ = relay.StopAsync().GetAwaiter().GetResult();
                        return 7;
                    case 'e':
                        Environment.Exit(7);
                        break;
                    case 'x':
                        throw new InvalidOperationException("thrown by the test");
                    case 'z':
                        relay.Suspend();
                        break;
                    case 'a':
                        PtyPair.Write(box.Slave, "\e[?1049h\e[?25l");
                        break;
                    case 's':
                        (int columns, int rows) = PtyPair.Size(box.Slave);
                        Say(box, $"size {columns}x{rows}");
                        break;
                    default:
                        Say(box, $"key {(int)key}");
                        break;
                }
            }
        }
    }

    private static void Say(PtyPair box, string text) => PtyPair.Write(box.Slave, new StringBuilder(text).Append('\n').ToString());
}
